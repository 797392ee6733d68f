import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import type { Writable } from "node:stream";
import { CommandError } from "../terminal/command-error.ts";
import { printable } from "../terminal/format.ts";
import type { RunPlan } from "./plan.ts";
import { type Guard, helperShell } from "./secret-files.ts";

/**
 * Starts the program and waits for its end. It and all that it starts get the signals of this process, and are gone when this returns: on
 * a terminal they are in this process's group, elsewhere in a session of their own.
 *
 * @returns its exit code; for a program that a signal ended, 128 and the signal's number, as shells do.
 * @throws CommandError with code COMMAND_NOT_FOUND, which ends with 127, or COMMAND_NOT_STARTED, with 126.
 */
export async function startProgram(
  plan: RunPlan,
  env: Readonly<Record<string, string | undefined>>,
  guard: Guard,
): Promise<number> {
  const output = plan.redact ? await (await import("./masking.ts")).openOutput() : undefined;
  const [command, ...args] = output?.wrap(wordsOf(plan)) ?? wordsOf(plan);
  const shares = !output?.isTerminal && hasTerminal();
  const signals = passSignals(shares);
  try {
    const stdio: StdioOptions = output?.stdio ?? "inherit";
    const child = spawn(String(command), args, { stdio, env, detached: !shares });
    const ended = exitCodeOf(child);
    output?.started();
    if (child.pid === undefined) return await ended;
    const group = shares ? sharedGroup(child) : ownGroup(child.pid);
    signals.to((signal) => group.send(signal));
    const release = guard.ends(group.target);
    const code = await ended;
    await endOrphans(group);
    release();
    return code;
  } catch (error) {
    throw notStarted(error as NodeJS.ErrnoException, "shell" in plan.program ? "the shell" : plan.program.command);
  } finally {
    await output?.finish();
    signals.stop();
  }
}

function wordsOf({ program }: RunPlan): readonly string[] {
  return "shell" in program ? ["/bin/sh", "-c", program.shell] : [program.command, ...program.args];
}

/** What a process ends with, once it has: also if others hold its output. */
function exitCodeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
  });
}

function notStarted({ code }: NodeJS.ErrnoException, command: string): CommandError {
  const name = printable(command);
  if (code === "ENOENT") {
    return new CommandError("COMMAND_NOT_FOUND", `${name}: there is no such command.`, "Check its name and PATH.", 127);
  }
  const why = code === "E2BIG" ? "its arguments and variables are too long" : String(code);
  return new CommandError(
    "COMMAND_NOT_STARTED",
    `${name} could not be started: ${why}.`,
    "Check the file's mode.",
    126,
  );
}

/**
 * Runs this command in a second process, which reads the tokens from its descriptor 3.
 *
 * @returns what it ends with.
 */
export async function runSecondProcess(
  [command = "", ...args]: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  data: string,
): Promise<number> {
  const signals = passSignals(hasTerminal());
  const child = spawn(command, args, { env, stdio: ["inherit", "inherit", "inherit", "pipe"] });
  signals.to((signal) => child.kill(signal));
  (child.stdio[3] as Writable).end(data);
  return exitCodeOf(child).finally(() => signals.stop());
}

/** A program and what it has started, as far as that has not left its group. */
interface ProcessGroup {
  /** Sends a signal to each of them; 0 only looks. @returns whether there was any. */
  send(signal: NodeJS.Signals | 0): boolean;
  /** What `kill` takes for them. */
  readonly target: number;
}

/** The group of a program that leads one of its own. */
function ownGroup(leader: number): ProcessGroup {
  return { target: -leader, send: (signal) => kill(-leader, signal) };
}

/**
 * The program's part of this process's own group, which a terminal needs it to be in: those that came after it and descend from no older
 * process of the group, as another part of a pipeline is one.
 */
function sharedGroup({ pid = 0 }: ChildProcess): ProcessGroup {
  const started = readStat(pid)?.started ?? Number.POSITIVE_INFINITY;
  return {
    target: pid,
    send(signal) {
      const members = [...new Set([pid, ...membersSince(started)])];
      return members.filter((member) => kill(member, signal)).length > 0;
    },
  };
}

/** How long processes that the program left behind have to end by themselves. */
const graceMs = 2000;
const pauseMs = 20;

/** Ends what a program that has ended left behind. */
async function endOrphans(group: ProcessGroup): Promise<void> {
  if (!group.send("SIGTERM")) return;
  const { setTimeout: delay } = await import("node:timers/promises");
  for (let waited = 0; waited < graceMs && group.send(0); waited += pauseMs) await delay(pauseMs);
  group.send("SIGKILL");
}

function kill(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(target, signal);
  } catch {
    return false;
  }
}

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
  /** In ticks since the system started. */
  readonly started: number;
}

/** What Linux knows of a process; `undefined` for one that has ended, and on other systems. */
function readStat(pid: number): Stat | undefined {
  try {
    const fields = statFields(pid);
    if (fields[0] === "Z") return undefined;
    return { pid, parent: Number(fields[1]), group: Number(fields[2]), started: Number(fields[19]) };
  } catch {
    return undefined;
  }
}

/** What Linux says of a process, from the third field on: the second, its program's name, may hold spaces and brackets. */
export function statFields(pid: number): string[] {
  const text = readFileSync(`/proc/${pid}/stat`, "latin1");
  return text.slice(text.lastIndexOf(")") + 2).split(" ");
}

function membersSince(started: number): number[] {
  const own = readStat(process.pid);
  if (own === undefined) return [];
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const group = pids.flatMap((name) => readStat(Number(name)) ?? []).filter((stat) => stat.group === own.group);
  const byPid = new Map(group.map((stat) => [stat.pid, stat]));
  const isOfProgram = (stat: Stat): boolean => {
    if (stat.started < started) return false;
    const parent = byPid.get(stat.parent);
    return parent === undefined || parent.pid === own.pid || isOfProgram(parent);
  };
  return group.filter(isOfProgram).map(({ pid }) => pid);
}

const passed = ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"] as const;

/** What a program gets of the signals that this process gets. */
interface SignalPassing {
  /** Starts to pass them: those that came before it was called come first. */
  to(send: (signal: NodeJS.Signals) => void): void;
  stop(): void;
}

/**
 * Catches the signals that this process gets, from now on: one that comes while the program is being started must not be lost.
 *
 * @param shares - whether the program is in this process's own group, to which a terminal sends what is typed (Ctrl-C): it must not get
 *   that twice, and many programs end without cleaning up at the second.
 */
function passSignals(shares: boolean): SignalPassing {
  const witness = shares ? new Witness() : undefined;
  let pass: ((signal: NodeJS.Signals) => void) | undefined;
  const early: NodeJS.Signals[] = [];
  const passOn = (signal: NodeJS.Signals): void => {
    if (pass) pass(signal);
    else early.push(signal);
  };
  const handlers = new Map<NodeJS.Signals, () => void>([["SIGCONT", () => passOn("SIGCONT")]]);
  for (const signal of passed) {
    handlers.set(signal, () => (witness ? witness.whenAlone(signal, () => passOn(signal)) : passOn(signal)));
  }
  for (const [relay, signal] of hasInit && shares ? relays : []) {
    handlers.set(relay, handlers.get(signal) ?? (() => {}));
    // The terminal's own has reached the program, and that of the init process comes as the other.
    handlers.set(signal, () => {});
  }
  for (const [signal, handler] of handlers) process.on(signal, handler);
  return {
    to(send) {
      pass = send;
      for (const signal of early.splice(0)) send(signal);
    },
    stop() {
      for (const [signal, handler] of handlers) process.off(signal, handler);
      witness?.stop();
    },
  };
}

/** Writes the name of each signal that it gets, and a dot for each line that it reads. */
const witnessScript = `${passed.map((signal) => `trap 'got=1; echo ${signal}' ${signal.slice(3)}`).join("\n")}
while :; do
  got=
  if read -r _; then echo .; elif [ -z "$got" ]; then exit; fi
done`;

/**
 * A shell in this process's own group, which knows whether a signal went to the whole group, as when somebody types Ctrl-C, or to this
 * process alone, as from `kill`. The system sends to a whole group at once, so the shell has it before it can answer.
 */
class Witness {
  readonly #shell: ChildProcess;
  readonly #seen = new Set<string>();
  readonly #questions: ((known: boolean) => void)[] = [];
  #gone = false;

  constructor() {
    this.#shell = helperShell(["-c", witnessScript], ["pipe", "pipe", "ignore"], false);
    let rest = "";
    this.#shell.stdout?.setEncoding("utf8").on("data", (text: string) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        if (line === ".") this.#questions.shift()?.(true);
        else this.#seen.add(line);
      }
    });
    const lose = (): void => {
      this.#gone = true;
      for (const ask of this.#questions.splice(0)) ask(false);
    };
    this.#shell.on("error", lose).on("exit", lose);
  }

  /** Calls back if only this process got the signal. */
  whenAlone(signal: NodeJS.Signals, callBack: () => void): void {
    const ask = (known: boolean): void => {
      // Without a witness those that are typed most are taken for typed.
      const wasSentToAll = known ? this.#seen.delete(signal) : signal === "SIGINT" || signal === "SIGQUIT";
      if (!wasSentToAll) callBack();
    };
    if (this.#gone) {
      ask(false);
    } else {
      this.#questions.push(ask);
      this.#shell.stdin?.write("\n");
    }
  }

  stop(): void {
    this.#shell.stdin?.end();
  }
}

/** Whether this process has a terminal that signals come from, wherever its input and output go. */
export function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

/** What the init process sends in place of a signal that a terminal may have sent to everybody already. */
export const relays = [
  ["SIGIO", "SIGINT"],
  ["SIGPWR", "SIGQUIT"],
] as const;

let hasInit = false;

/** Notes that this process is the child of the init process. */
export function expectRelays(): void {
  hasInit = true;
}
