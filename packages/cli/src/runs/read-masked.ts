import { Secret, SecretNotFoundError } from "@keyfold/secret";
import { addToEnvironment } from "../process-environment.ts";
import type { RunOfProgram } from "./run-of-program.ts";

/**
 * Reads values as the program itself would, through `@keyfold/secret` in the run: what passes there is known to its
 * `redactingStream`.
 *
 * @param names - those whose values are needed.
 * @param others - those that the program may read too; one that isn't there is no fault.
 */
export async function readMasked(
  run: RunOfProgram,
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
