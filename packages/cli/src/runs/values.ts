import { findLocalSecret } from "@keyfold/common/local-secret";
import type { Config } from "@keyfold/config";
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
export async function readValues(config: Config, run: ProgramRun, plan: RunPlan): Promise<Map<string, unknown>> {
  const names = [...new Set(plan.named.map(({ name }) => name))];
  if (plan.redact) {
    const { readForRedaction } = await import("./redact.ts");
    return readForRedaction(run, names, plan.allow ?? []);
  }
  const secrets = (config.get("context.secrets") ?? {}) as Readonly<Record<string, unknown>>;
  const values = new Map(names.map((name) => [name, findLocalSecret(secrets, name)]));
  const elsewhere = names.filter((name) => values.get(name) === undefined);
  const fromServer = await run.read(elsewhere);
  for (const [at, name] of elsewhere.entries()) values.set(name, fromServer[at]);
  return values;
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
  const variables: Record<string, string> = {};
  for (const { variable, name, as } of named) {
    const string = valueToString(values.get(name));
    if (as === "value") checkVariable(string, name, variable);
    variables[variable] = as === "file" && files ? files.write(variable, string) : string;
  }
  return variables;
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

/** A string as it is, anything else as JSON. */
function valueToString(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(toPlainJson(value));
}

/** In Node 22 and newer; the types don't know it yet. */
interface RawJson {
  rawJSON(number: string): unknown;
}

/** A table of the configuration is `<secret>` in JSON, and an integer past 2^53 a bigint: both as they are meant. */
function toPlainJson(value: unknown): unknown {
  if (typeof value === "bigint") return (JSON as unknown as RawJson).rawJSON(String(value));
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (Array.isArray(value)) return value.map(toPlainJson);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toPlainJson(item)]));
}
