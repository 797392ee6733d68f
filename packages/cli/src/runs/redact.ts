import { Secret, SecretNotFoundError } from "@keyfold/secret";
import { addToEnvironment } from "../process-environment.ts";
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
