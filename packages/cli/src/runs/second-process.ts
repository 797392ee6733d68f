import { spawn } from "node:child_process";
import type { Writable } from "node:stream";
import { exitCodeOf } from "./child-process.ts";
import { passSignals } from "./signals.ts";
import { hasTerminal } from "./typed-signals.ts";

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
