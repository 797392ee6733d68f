import type { ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { redactingStream, Secret, SecretNotFoundError } from "@keyfold/secret";
import { addToEnvironment } from "./child-environment.ts";
import type { ProgramRun } from "./server-run.ts";

/**
 * Reads values as the program itself would, through `@keyfold/secret` in the run: its `redactingStream` masks what was
 * read there.
 *
 * @param names - those whose values are needed.
 * @param others - those that the program may read too; one that doesn't exist is no fault.
 * @throws SecretError or ClientError for a value that can't be read.
 */
export async function readForRedaction(
  run: ProgramRun,
  names: readonly string[],
  others: readonly string[],
): Promise<Map<string, unknown>> {
  addToEnvironment(run.variables ?? {});
  // All in one tick are one request.
  const needed = Promise.all(names.map(async (name) => [name, await readOne(name)] as const));
  const extra = others.filter((name) => !names.includes(name)).map((name) => readOne(name).catch(ignoreMissing));
  const [values] = await Promise.all([needed, ...extra]);
  return new Map(values);
}

function readOne(name: string): Promise<unknown> {
  return new Secret(name, { decode: false }).get();
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof SecretNotFoundError)) throw error;
}

/** Passes on what a child prints with the values masked that this process has read. */
export function redactOutput({ stdout, stderr }: ChildProcess): void {
  redact(stdout, process.stdout);
  redact(stderr, process.stderr);
}

function redact(from: Readable | null, to: NodeJS.WriteStream): void {
  from?.pipe(redactingStream()).pipe(to, { end: false });
  // Whoever read it is gone: the program learns so by its own next write.
  to.once("error", () => from?.destroy());
}
