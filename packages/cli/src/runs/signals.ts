import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { helperShell } from "./guard.ts";

const passed = ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2"] as const;

/** What a program gets of the signals that this process gets. */
export interface SignalPassing {
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
export function passSignals(shares: boolean): SignalPassing {
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
  for (const [relay, signal] of relayedSignals(shares)) {
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

/** Says that this process is the child of the init process. */
export function expectRelays(): void {
  hasInit = true;
}

/** The signals that stand for others: those of a terminal, as the child of the init process. */
function relayedSignals(shares: boolean): readonly (readonly [relay: NodeJS.Signals, signal: NodeJS.Signals])[] {
  return hasInit && shares ? relays : [];
}
