import { ConfigError } from "./config-error.ts";
import { cycleError, maxLength, rounds, tooLong } from "./expand-variables.ts";
import { formatPath, parsePath } from "./key-path.ts";
import { at, isTable, type OpenTable, putAt } from "./table.ts";

/** Who is called by a resolution, and when. */
export interface Resolution {
  /** Called for each key that took its value from another, and for each reference that led nowhere. */
  readonly onReference: (from: readonly string[], to: readonly string[], found: boolean) => void;
  /** Given what is wrong with a key; the key is left as it is. */
  readonly report: (path: readonly string[], problem: ConfigError) => void;
}

/** Innermost first: `${a.${b.c}}` is read inside out. `\$` is a literal dollar. */
const reference = /(?<!\\)\$\{([^${}]+)\}/g;
/** References that lead to references. */
const maxReferences = 500;

/**
 * Fills in `${section.key}` in the strings of a table. One that is nothing but a reference takes the other key's value and type; inside
 * a string a value reads as JavaScript prints it. A reference to nothing, or to a table, gives `""`; as in Prefect 0.7.
 *
 * @param table - changed in place.
 * @param paths - of the strings to look at.
 */
export function resolveReferences(
  table: OpenTable,
  paths: readonly (readonly string[])[],
  { onReference, report }: Resolution,
): void {
  /** Keys whose value is final, or why they have none: what leads to one of them is not gone through again. */
  const finished = new Map<string, ConfigError | undefined>();
  /** Keys that are being resolved, the outermost first. */
  const open: string[] = [];
  let produced = 0;

  const resolve = (path: readonly string[]): unknown => {
    const value = at(table, path);
    if (typeof value !== "string" || !value.includes("${")) return value;
    const name = formatPath(path);
    const failed = finished.get(name);
    if (failed) throw failed;
    if (finished.has(name)) return value;
    if (open.includes(name)) throw cycleError("REFERENCE_CYCLE", open, name);
    if (open.length >= maxReferences) {
      throw new ConfigError("REFERENCE_TOO_DEEP", "It leads over too many references.", "Refer to the last of them.");
    }
    open.push(name);
    const result = fillIn(value, path);
    open.pop();
    finished.set(name, undefined);
    putAt(table, path, result);
    return result;
  };

  const fillIn = (string: string, path: readonly string[]): unknown => {
    let value = string;
    for (let round = 0; round < rounds; round += 1) {
      let alone: unknown = "";
      const next = value.replace(reference, (written, to: string) => {
        const target = lookUp(to, path);
        if (written === value) alone = target;
        else produced += asString(target).length;
        if (produced > maxLength) throw tooLong();
        return asString(target);
      });
      if (typeof alone !== "string") return alone;
      if (next === value) break;
      value = next;
    }
    return value;
  };

  const lookUp = (to: string, from: readonly string[]): unknown => {
    const path = parseReference(to);
    const value = resolve(path);
    const found = value !== undefined && !isTable(value);
    onReference(from, path, found);
    return found ? value : "";
  };

  for (const path of paths) {
    try {
      resolve(path);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      for (const name of open.splice(0)) finished.set(name, error);
      report(path, error);
    }
  }
}

/** What is in braces may be anything; what is no path leads nowhere. */
function parseReference(to: string): string[] {
  try {
    return parsePath(to);
  } catch {
    return [to];
  }
}

function asString(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value)
    ? JSON.stringify(value, (_, item) => (typeof item === "bigint" ? String(item) : item))
    : String(value);
}
