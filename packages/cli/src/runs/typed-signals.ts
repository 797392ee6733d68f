import { closeSync, openSync } from "node:fs";

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
export function relayedSignals(shares: boolean): readonly (readonly [relay: NodeJS.Signals, signal: NodeJS.Signals])[] {
  return hasInit && shares ? relays : [];
}
