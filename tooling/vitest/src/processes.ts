import { once } from "node:events";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { initServer, type RunningServer, type ServerData, startOver } from "./keyfold-server.ts";
import { type Printed, type ProgramOptions, type RunningProgram, spawnProgram, startProgram } from "./program.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export { initServer, type RunningServer } from "./keyfold-server.ts";

const packages = join(import.meta.dirname, "../../../packages");

export interface Finished extends Printed {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface CommandOptions extends ProgramOptions {
  /** Written to the command's standard input, which is then closed. */
  input?: string;
}

/** Runs the built `keyfold` command and gives what it printed. */
export function runKeyfold(args: readonly string[], options?: CommandOptions): Promise<Finished> {
  return runScript(join(packages, "cli/dist/main.js"), args, options);
}

/** Runs the built `keyfold-server` command to its end. */
export function runKeyfoldServer(args: readonly string[], options?: CommandOptions): Promise<Finished> {
  return runScript(join(packages, "server/dist/main.js"), args, options);
}

/** Runs a JavaScript or TypeScript file with this Node to its end. */
export async function runScript(
  script: string,
  args: readonly string[],
  { input = "", ...options }: CommandOptions = {},
): Promise<Finished> {
  const { child, printed } = spawnProgram(process.execPath, [script, ...args], options);
  child.stdin?.on("error", () => {}).end(input);
  const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
  return { code, signal, ...printed() };
}

/** Starts a file with this Node and waits until it has printed `ready`; it stops when the test ends. */
export function startScript(
  script: string,
  ready: RegExp,
  { args = [], ...options }: ProgramOptions & { args?: readonly string[] } = {},
): Promise<RunningProgram> {
  return startProgram(process.execPath, [script, ...args], ready, { ...options, atEnd });
}

/** Types a command into a shell and waits until it has printed `ready`; it stops when the test ends. */
export function startInShell(command: string, ready: RegExp, options?: ProgramOptions): Promise<RunningProgram> {
  return startProgram("sh", ["-c", `exec ${command}`], ready, { ...options, atEnd });
}

/**
 * Starts a real server on a free port over a new data folder, or over one that `initServer` made; it stops when the
 * test ends.
 */
export async function startServer(
  from?: ServerData,
  args: readonly string[] = [],
  options: ProgramOptions = {},
): Promise<RunningServer> {
  const data = from ?? (await initServer(join(temporaryFolder(), "data")));
  return startOver(data, args, { ...options, atEnd });
}

const atEnd = (stop: () => Promise<void>): void => onTestFinished(stop);
