import type { ChildProcess } from "node:child_process";
import { closeSync, openSync } from "node:fs";

/** Those that a terminal sends to the program as well, when somebody types Ctrl-C or Ctrl-\. */
const typed = ["SIGINT", "SIGQUIT"] as const;
const sent = ["SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGCONT"] as const;

/**
 * Passes the signals that this process gets on to a child, and lives on until the child ends.
 *
 * @returns what stops it.
 */
export function passSignals(child: ChildProcess): () => void {
  const pass = (signal: NodeJS.Signals): void => {
    child.kill(signal);
  };
  // The program would get it twice, and many end without cleaning up at the second.
  const leave = hasTerminal() ? (): void => {} : pass;
  for (const signal of sent) process.on(signal, pass);
  for (const signal of typed) process.on(signal, leave);
  return () => {
    for (const signal of sent) process.off(signal, pass);
    for (const signal of typed) process.off(signal, leave);
  };
}

/** Whether this process has a terminal that signals come from, wherever its input and output go. */
function hasTerminal(): boolean {
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}
