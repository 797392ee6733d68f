import type { Environment } from "@keyfold/common/process-environment";
import { ConfigError } from "./config-error.ts";
import { expandVariables } from "./expand-variables.ts";
import { formatPath } from "./key-path.ts";
import { mergeTable } from "./merge-table.ts";
import type { OpenTable } from "./table.ts";

/** What environment variables set. */
export interface EnvironmentLayer {
  readonly table: OpenTable;
  /** The variable behind each path. */
  readonly variables: ReadonlyMap<string, Variable>;
}

/** A variable that sets a key. */
export interface Variable {
  readonly name: string;
  readonly keys: readonly string[];
  /** As it is written, expanded; `null` where that has no end. */
  readonly written: string | null;
  /** What it is cast to. */
  readonly value: unknown;
}

/**
 * The layer of the variables `PREFIX__SECTION__KEY`. Their strings are expanded, then cast; a later variable of the same key wins.
 *
 * @param report - given what is wrong with a variable, which is then left out.
 */
export function environmentLayer(
  prefix: string,
  env: Environment,
  report: (problem: ConfigError) => void,
): EnvironmentLayer {
  const table: OpenTable = {};
  const variables = new Map<string, Variable>();
  for (const variable of Object.keys(env)) {
    try {
      const keys = envVarToConfigKey(variable, prefix);
      // To read a variable of the process takes longer than to look at its name.
      const string = keys && env[variable];
      if (!keys || string === undefined) continue;
      const written = expandVariables(decodeEscapes(string), env);
      const value = written === null ? null : castString(written);
      mergeTable(table, keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as OpenTable);
      variables.set(formatPath(keys), { name: variable, keys, written, value });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      report(error);
    }
  }
  return { table, variables };
}

/**
 * The keys that an environment variable sets: `KEYFOLD__SERVER__PORT` is `["server", "port"]`. Keys are lower case, those of secrets too
 * (Prefect 0.7 keeps the case of secrets, its page says lower case).
 *
 * @returns `undefined` for a variable that doesn't begin with the prefix and two underscores.
 * @throws ConfigError with code INVALID_VARIABLE when a key would be empty.
 */
export function envVarToConfigKey(variable: string, prefix: string): string[] | undefined {
  if (!variable.startsWith(`${prefix}__`)) return undefined;
  const keys = variable
    .slice(prefix.length + 2)
    .toLowerCase()
    .split("__");
  if (keys.every((key) => key !== "")) return keys;
  throw new ConfigError(
    "INVALID_VARIABLE",
    `The environment variable ${JSON.stringify(variable)} names no key.`,
    "Unset it.",
  );
}

/**
 * An environment variable's string with its escapes read: `\n`, `\t`, `\r`, `\\`, `\"`, `\xHH` and `\uHHHH`. Any other backslash stays; as
 * in Prefect 0.7 but for characters outside ASCII, which stay what they are.
 */
export function decodeEscapes(string: string): string {
  return string.replace(
    /\\(?:[ntr\\"]|x([\da-fA-F]{2})|u[\da-fA-F]{4})/g,
    (found, hex) => JSON.parse(`"${hex ? `\\u00${hex}` : found}"`) as string,
  );
}

/**
 * The typed value that a string of the environment stands for: a boolean in any case, an integer or a decimal number that is written the
 * one way Python prints it, else the string itself; as in Prefect 0.7 (`string_to_type`). An integer past 2^53 is a bigint.
 */
export function castString(string: string): string | number | bigint | boolean {
  const lower = string.toLowerCase();
  if (lower === "true") return true;
  if (lower === "false") return false;
  if (/^(0|-?[1-9]\d*)$/.test(string)) {
    const number = Number(string);
    return Number.isSafeInteger(number) ? number : BigInt(string);
  }
  if (/^(nan|-?inf|-?0\.0)$/.test(string)) return Number(string.replace("inf", "Infinity"));
  if (!/^-?\d+(\.\d+)?(e[+-]\d+)?$/.test(string)) return string;
  const number = Number(string);
  return number !== 0 && asPythonPrints(number) === string ? number : string;
}

/** Python's `repr` of a float that is not 0: `1.0`, `1e-05`, `1e+16`. */
function asPythonPrints(number: number): string {
  const size = Math.abs(number);
  if (size >= 1e-4 && size < 1e16) return Number.isInteger(number) ? `${number}.0` : String(number);
  return number.toExponential().replace(/e([+-])(\d)$/, "e$10$2");
}
