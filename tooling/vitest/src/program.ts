import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { record } from "./canary.ts";

export interface ProgramOptions extends Pick<SpawnOptions, "uid" | "gid"> {
  /** Replaces the environment, apart from PATH and TMPDIR. HOME defaults to a folder that is not there. */
  env?: Record<string, string>;
  cwd?: string;
}

/** What a program has printed. */
export interface Printed {
  stdout: string;
  stderr: string;
}

export interface RunningProgram {
  child: ChildProcess;
  /** What the first group of the pattern found, or all of the pattern. */
  found: string;
  /** Everything it has printed so far, on both outputs. */
  output(): string;
  /** Waits until it has printed something. */
  prints(pattern: RegExp): Promise<string>;
  /** Stops it with a signal, by default SIGTERM, and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts a program. What it prints is also recorded, to be searched for the canary when a run of tests ends. */
export function spawnProgram(
  program: string,
  args: readonly string[],
  { env, cwd = "/", ...user }: ProgramOptions = {},
): { child: ChildProcess; printed(): Printed } {
  const { PATH = "", TMPDIR = tmpdir() } = process.env;
  const child = spawn(program, args, {
    ...user,
    env: { PATH, TMPDIR, HOME: "/nonexistent", ...env },
    cwd,
    stdio: "pipe",
  });
  const printed: Printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      printed[name] += text;
    });
  }
  child.once("close", () => record(child.spawnargs.slice(1, 3).join("-").slice(-40), printed.stdout + printed.stderr));
  return { child, printed: () => ({ ...printed }) };
}

const running = new Set<ChildProcess>();

// A run that is broken off leaves no program behind.
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export interface StartOptions extends ProgramOptions {
  /** Gets, as soon as there is a process, what stops it. */
  atEnd?: (stop: () => Promise<void>) => void;
}

/**
 * Starts a program that goes on, a server for example, and waits until it has printed `ready`.
 *
 * @throws Error with what it printed, if it ends before.
 */
export async function startProgram(
  program: string,
  args: readonly string[],
  ready: RegExp,
  { atEnd, ...options }: StartOptions = {},
): Promise<RunningProgram> {
  const { child, printed } = spawnProgram(program, args, options);
  running.add(child);
  child.once("close", () => running.delete(child));
  const stop = async (signal: NodeJS.Signals = "SIGTERM"): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const closed = once(child, "close");
    child.kill(signal);
    await closed;
  };
  atEnd?.(() => stop());
  const output = (): string => printed().stdout + printed().stderr;
  const prints = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(output());
        if (found) resolve(found[1] ?? found[0]);
      };
      child.stdout?.on("data", look);
      child.stderr?.on("data", look);
      child.once("error", reject);
      child.once("close", (code) =>
        reject(new Error(`${[program, ...args].join(" ")} ended with ${code}: ${output()}`)),
      );
      look();
    });
  return { child, found: await prints(ready), output, prints, stop };
}
