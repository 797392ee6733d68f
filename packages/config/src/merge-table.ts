import { ConfigError, type ErrorPlace } from "./config-error.ts";
import { isTable, type OpenTable, put } from "./table.ts";

/** Far deeper than people write, and shallow enough for every function that walks a table. */
const deepest = 200;

/**
 * Lays a table over another: tables are merged key by key, anything else replaces what was there; as in Prefect 0.7
 * (`merge_dicts`). Plain data is copied, so that what came in stays its owner's.
 *
 * @throws ConfigError with code TOO_DEEP.
 */
export function mergeTable(into: OpenTable, over: Readonly<OpenTable>, depth = 0): void {
  if (depth > deepest) throw tooDeep();
  for (const key of Object.keys(over)) {
    const value = over[key];
    if (value === undefined) continue;
    if (!isTable(value)) {
      put(into, key, Array.isArray(value) ? copyList(value, depth + 1) : value);
      continue;
    }
    const there = Object.hasOwn(into, key) ? into[key] : undefined;
    const table = isTable(there) ? there : {};
    mergeTable(table, value, depth + 1);
    if (table !== there) put(into, key, table);
  }
}

function copyList(list: readonly unknown[], depth: number): unknown[] {
  if (depth > deepest) throw tooDeep();
  return list.map((item) => {
    if (Array.isArray(item)) return copyList(item, depth + 1);
    if (!isTable(item)) return item;
    const table: OpenTable = {};
    mergeTable(table, item, depth + 1);
    return table;
  });
}

/** The error of tables or lists that are nested deeper than anyone writes them. */
export function tooDeep(place?: ErrorPlace): ConfigError {
  return new ConfigError("TOO_DEEP", "Tables or lists are nested too deep.", "Make them flatter.", place);
}
