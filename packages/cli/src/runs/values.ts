import { spellingOf } from "@keyfold/common/local-secret";
import { type Config, loadConfig } from "@keyfold/config";
import { addToEnvironment } from "../process-environment.ts";
import { CommandError } from "../terminal/command-error.ts";
import type { RunPlan } from "./plan.ts";
import type { SecretFiles } from "./secret-files.ts";
import type { ProgramRun } from "./server-run.ts";

/**
 * The values that `--env` and `--file` name, by name: from `context.secrets` first, as `Secret#get` does, the others in
 * one request. With `--redact` they are read through `@keyfold/secret`, together with those of `--allow`, so that it
 * can mask them.
 *
 * @throws CommandError, SecretError or ClientError for a value that can't be read.
 */
export async function readValues(loaded: Config, run: ProgramRun, plan: RunPlan): Promise<Map<string, unknown>> {
  const names = [...new Set(plan.named.map(({ name }) => name))];
  const values = new Map<string, unknown>();
  if (plan.redact) {
    for (const [name, value] of await readForRedaction(run, names, plan.allow ?? [])) values.set(name, value);
  }
  if (names.length === 0) return values;
  // Secrets of the folder's file count only where all of them are local.
  const config = run.isLocal ? loaded : loadConfig({ overrides: { cloud: { use_local_secrets: false } } });
  for (const name of names) {
    const value = localValue(config, name);
    if (value !== undefined) values.set(name, value);
  }
  const elsewhere = names.filter((name) => !values.has(name));
  const fromServer = await run.read(elsewhere);
  for (const [at, name] of elsewhere.entries()) values.set(name, fromServer[at]);
  return values;
}

/**
 * Reads values as the program itself would, through `@keyfold/secret` in the run: its `redactingStream` masks what was
 * read there.
 *
 * @param names - those whose values are needed.
 * @param others - those that the program may read too; one that doesn't exist is no fault.
 * @throws SecretError or ClientError for a value that can't be read.
 */
async function readForRedaction(
  run: ProgramRun,
  names: readonly string[],
  others: readonly string[],
): Promise<Map<string, unknown>> {
  const { Secret, SecretNotFoundError } = await import("@keyfold/secret");
  const read = (name: string): Promise<unknown> => new Secret(name, { decode: false }).get();
  const ignoreMissing = (error: unknown): void => {
    if (!(error instanceof SecretNotFoundError)) throw error;
  };
  addToEnvironment(run.variables ?? {});
  // All in one tick are one request.
  const needed = Promise.all(names.map(async (name) => [name, await read(name)] as const));
  const extra = others.filter((name) => !names.includes(name)).map((name) => read(name).catch(ignoreMissing));
  const [values] = await Promise.all([needed, ...extra]);
  return new Map(values);
}

/** The value of `context.secrets`; a number, a date or a boolean as it is written there, `1.0` and not `1`. */
function localValue(config: Config, name: string): unknown {
  const secrets = (config.get("context.secrets") ?? {}) as Readonly<Record<string, unknown>>;
  const spelling = spellingOf(secrets, name);
  if (spelling === undefined) return undefined;
  return config.written(`context.secrets.${JSON.stringify(spelling)}`) ?? secrets[spelling];
}

/**
 * The variables of `--env` and `--file`; the files are written.
 *
 * @throws CommandError with code NOT_A_VARIABLE; the value is not in it.
 */
export function setVariables(
  { named }: RunPlan,
  values: ReadonlyMap<string, unknown>,
  files: SecretFiles | undefined,
): Record<string, string> {
  // Not by assignment: a variable may be called __proto__.
  return Object.fromEntries(
    named.map(({ variable, name, as }) => {
      const string = valueToString(values.get(name), name);
      if (as === "value") checkVariable(string, name, variable);
      return [variable, as === "file" && files ? files.write(variable, string) : string];
    }),
  );
}

/** How long a variable may be on Linux, its name included. */
const maxVariableBytes = 128 * 1024 - 1;

function checkVariable(value: string, name: string, variable: string): void {
  const tooLong = Buffer.byteLength(`${variable}=${value}`) > maxVariableBytes;
  if (!tooLong && !value.includes("\0")) return;
  throw new CommandError(
    "NOT_A_VARIABLE",
    `The value of ${JSON.stringify(name)} can't be a variable: it ${tooLong ? "is too long" : "holds a NUL"}.`,
    `Give it as a file: --file ${variable}=${JSON.stringify(name)}`,
  );
}

/** A string as it is, a date as TOML writes it, anything else as JSON. */
function valueToString(value: unknown, name: string): string {
  if (typeof value === "string") return value;
  return value instanceof Date ? value.toJSON() : JSON.stringify(toPlainJson(value, name));
}

/** In Node 22 and newer; the types don't know it yet. */
interface RawJson {
  rawJSON(number: string): unknown;
}

/** A table of the configuration is `<secret>` in JSON, and an integer past 2^53 a bigint: both as they are meant. */
function toPlainJson(value: unknown, name: string): unknown {
  if (typeof value === "bigint") return (JSON as unknown as RawJson).rawJSON(String(value));
  if (typeof value === "number" && !Number.isFinite(value)) throw notJson(name);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map((item) => toPlainJson(item, name));
  return Object.fromEntries(tableEntries(value).map(([key, item]) => [key, toPlainJson(item, name)]));
}

/** Also those that a table hides: where a key of it is `toJSON`, none can be enumerated. */
function tableEntries(table: object): [string, unknown][] {
  const names = Object.getOwnPropertyNames(table);
  const entries = names.map((key): [string, unknown] => [key, (table as Record<string, unknown>)[key]]);
  return entries.filter(([, value]) => typeof value !== "function");
}

function notJson(name: string): CommandError {
  return new CommandError(
    "NOT_JSON",
    `The value of ${JSON.stringify(name)} is a list or a table with inf or nan in it, which JSON can't hold.`,
    "Put it in quotes to keep it as a string.",
  );
}
