import type { Config } from "@keyfold/config";
import { findLocalValue } from "./find-local-value.ts";
import type { RunOfProgram } from "./run-of-program.ts";
import type { Wishes } from "./wishes.ts";

/**
 * The values that `--env` and `--file` name, by name: from `context.secrets` first, as `Secret#get` does, the others in
 * one request. With `--redact` they are read through `@keyfold/secret`, together with those of `--allow`, so that it
 * can mask them.
 */
export async function readValues(config: Config, run: RunOfProgram, wishes: Wishes): Promise<Map<string, unknown>> {
  const names = [...new Set(wishes.named.map(({ name }) => name))];
  if (wishes.redact) {
    const { readMasked } = await import("./read-masked.ts");
    return readMasked(run, names, wishes.allow ?? []);
  }
  const values = new Map(names.map((name) => [name, findLocalValue(config, name)]));
  const elsewhere = names.filter((name) => values.get(name) === undefined);
  const answers = await run.read(elsewhere);
  for (const [at, name] of elsewhere.entries()) values.set(name, answers[at]);
  return values;
}
