import { ConfigError, type ErrorPlace } from "./config-error.ts";
import { isTable, type OpenTable, put } from "./table.ts";

/** Far deeper than people write, and shallow enough for every function that walks a table. */
const maxDepth = 200;

/**
 * Lays a table over another: tables are merged key by key, anything else replaces what was there; as in Prefect 0.7
 * (`merge_dicts`). Plain data is copied, so that what came in stays its owner's.
 *
 * @throws ConfigError with code TOO_DEEP.
 */
export function mergeTable(into: OpenTable, over: Readonly<OpenTable>, depth = 0): void {
  if (depth > maxDepth) throw tooDeep();
  for (const key of Object.keys(over)) {
    const value = over[key];
    if (value === undefined) continue;
    const there = Object.hasOwn(into, key) && into[key];
    if (isTable(there) && isTable(value)) mergeTable(there, value, depth + 1);
    else put(into, key, copyOf(value, depth + 1));
  }
}

function copyOf(value: unknown, depth: number): unknown {
  if (depth > maxDepth) throw tooDeep();
  if (Array.isArray(value)) return value.map((item) => copyOf(item, depth + 1));
  if (!isTable(value)) return value;
  const table: OpenTable = {};
  mergeTable(table, value, depth);
  return table;
}

/** The error of tables or lists that are nested deeper than anyone writes them. */
export function tooDeep(place?: ErrorPlace): ConfigError {
  return new ConfigError("TOO_DEEP", "Tables or lists are nested too deep.", "Make them flatter.", place);
}
