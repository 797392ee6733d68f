import { type ChildProcess, type StdioOptions, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import type { Writable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { CommandError } from "../terminal/command-error.ts";
import { printable } from "../terminal/format.ts";
import type { Guard } from "./guard.ts";
import type { RunPlan } from "./plan.ts";
import { hasTerminal, passSignals } from "./signals.ts";

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
    await endLeftovers(group);
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
async function endLeftovers(group: ProcessGroup): Promise<void> {
  if (!group.send("SIGTERM")) return;
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
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before it may hold spaces and brackets.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return undefined;
    return { pid, parent: Number(fields[1]), group: Number(fields[2]), started: Number(fields[19]) };
  } catch {
    return undefined;
  }
}

function membersSince(started: number): number[] {
  const own = readStat(process.pid);
  if (own === undefined) return [];
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  const group = pids.map((name) => readStat(Number(name))).filter((stat) => stat?.group === own.group);
  const byPid = new Map(group.map((stat) => [stat?.pid, stat]));
  const isOfProgram = (stat: Stat): boolean => {
    if (stat.started < started) return false;
    const parent = byPid.get(stat.parent);
    return parent === undefined || parent.pid === own.pid || isOfProgram(parent);
  };
  return group
    .filter((stat) => stat !== undefined)
    .filter((stat) => isOfProgram(stat))
    .map(({ pid }) => pid);
}
