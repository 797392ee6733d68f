import { spawnSync } from "node:child_process";

/** A program that runs to its end and says with its exit code whether it did what it should. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/** A script for this Node. */
export function nodeProgram(script: string, args: readonly string[], more: Partial<Program> = {}): Program {
  return { command: process.execPath, args: [script, ...args], ...more };
}

/**
 * How long a program takes from its start to its end, in milliseconds.
 *
 * @throws Error with what it complained of, if it fails.
 */
export function wallTime(program: Program): number {
  const start = performance.now();
  run(program);
  return performance.now() - start;
}

/**
 * The number that a program prints.
 *
 * @throws Error if it fails, or prints something else.
 */
export function printedNumber(program: Program): number {
  const printed = run(program);
  const number = Number(printed);
  if (printed.trim() === "" || Number.isNaN(number))
    throw new Error(`${program.args[0]} printed no number: ${printed}`);
  return number;
}

function run({ command, args, env, cwd }: Program): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    env: { PATH: process.env.PATH ?? "", HOME: "/nonexistent", ...env },
    encoding: "utf8",
    ...(cwd === undefined ? {} : { cwd }),
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")} ended with ${status}: ${stderr}`);
  return stdout;
}
