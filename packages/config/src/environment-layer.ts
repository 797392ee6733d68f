import { castText } from "./cast-text.ts";
import { ConfigError } from "./config-error.ts";
import { decodeEscapes } from "./decode-escapes.ts";
import { envVarToConfigKey } from "./env-var-to-config-key.ts";
import { type Expansion, expandVariables } from "./expand-variables.ts";
import { formatPath } from "./key-path.ts";
import { mergeTable } from "./merge-table.ts";
import { type OpenTable, put } from "./table.ts";

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
 * The layer of the variables `PREFIX__SECTION__KEY`. Their texts are expanded, then cast; a later variable of the same key wins.
 *
 * @param report - given what is wrong with a variable, which is then left out.
 */
export function environmentLayer(
  prefix: string,
  expansion: Expansion,
  report: (problem: ConfigError) => void,
): EnvironmentLayer {
  const table: OpenTable = {};
  const variables = new Map<string, Variable>();
  const { env } = expansion;
  for (const variable of Object.keys(env)) {
    if (!variable.startsWith(prefix)) continue;
    try {
      const text = env[variable];
      const keys = envVarToConfigKey(variable, prefix);
      if (!keys || text === undefined) continue;
      const written = expandVariables(decodeEscapes(text), expansion);
      const value = written === null ? null : castText(written);
      mergeTable(table, nested(keys, value));
      variables.set(formatPath(keys), { name: variable, keys, written, value });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      report(error);
    }
  }
  return { table, variables };
}

/** The table in which only this key is set. */
function nested(keys: readonly string[], value: unknown): OpenTable {
  return keys.reduceRight((inner, key) => {
    const table: OpenTable = {};
    put(table, key, inner);
    return table;
  }, value) as OpenTable;
}
