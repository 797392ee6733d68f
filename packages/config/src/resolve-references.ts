import { ConfigError } from "./config-error.ts";
import { longest, tooLong } from "./expand-variables.ts";
import { formatPath, parsePath } from "./key-path.ts";
import { at, isTable, type OpenTable, put } from "./table.ts";

/** What a resolution is told and tells. */
export interface Resolution {
  /** Called for each key that took its value from another, and for each reference that led nowhere. */
  readonly onReference: (from: readonly string[], to: readonly string[], found: boolean) => void;
  /** Given what is wrong with a key; the key is left as it is. */
  readonly report: (path: readonly string[], problem: ConfigError) => void;
}

/** Innermost first: `${a.${b.c}}` is read inside out. `\$` is a literal dollar. */
const reference = /\\\$|\$\{([^${}]+)\}/g;
const whole = /^\$\{([^${}]+)\}$/;
const rounds = 10;
/** References that lead to references. */
const deepest = 500;

/**
 * Fills in `${section.key}` in the texts of a table. A text that is nothing but a reference takes the other key's value and type; inside
 * a text a value reads as JavaScript prints it. A reference to nothing, or to a table, gives `""`; as in Prefect 0.7.
 *
 * @param table - changed in place.
 * @param paths - of the texts to look at.
 */
export function resolveReferences(
  table: OpenTable,
  paths: readonly (readonly string[])[],
  resolution: Resolution,
): void {
  const resolver = new Resolver(table, resolution);
  for (const path of paths) {
    try {
      resolver.resolve(path);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      resolver.giveUp();
      resolution.report(path, error);
    }
  }
}

class Resolver {
  readonly #table: OpenTable;
  readonly #resolution: Resolution;
  /** Keys whose value is final. */
  readonly #finished = new Set<string>();
  /** Keys that are being resolved, the outermost first. */
  readonly #open: string[] = [];
  #produced = 0;

  constructor(table: OpenTable, resolution: Resolution) {
    this.#table = table;
    this.#resolution = resolution;
  }

  resolve(path: readonly string[]): unknown {
    const value = at(this.#table, path);
    if (typeof value !== "string" || !value.includes("${")) return value;
    const name = formatPath(path);
    if (this.#finished.has(name)) return value;
    const start = this.#open.indexOf(name);
    if (start !== -1) throw cycle([...this.#open.slice(start), name]);
    if (this.#open.length >= deepest) throw tooDeep(this.#open[0] ?? name);
    this.#open.push(name);
    const result = this.#fillIn(value, path);
    this.#open.pop();
    this.#finished.add(name);
    put(at(this.#table, path.slice(0, -1)) as OpenTable, path.at(-1) ?? "", result);
    return result;
  }

  /** Forgets the keys that were being resolved when one of them failed. */
  giveUp(): void {
    this.#open.length = 0;
  }

  #fillIn(text: string, path: readonly string[]): unknown {
    let value = text;
    for (let round = 0; round < rounds; round += 1) {
      const alone = whole.exec(value)?.[1];
      if (alone !== undefined) {
        const target = this.#lookUp(alone, path);
        if (typeof target !== "string") return target;
        value = target;
      } else {
        const next = value.replace(reference, (written, to: string | undefined) =>
          to === undefined ? written : this.#count(asText(this.#lookUp(to, path))),
        );
        if (next === value) break;
        value = next;
      }
    }
    return value;
  }

  #lookUp(to: string, from: readonly string[]): unknown {
    const path = parseReference(to);
    const value = this.resolve(path);
    const found = value !== undefined && !isTable(value);
    this.#resolution.onReference(from, path, found);
    return found ? value : "";
  }

  #count(text: string): string {
    this.#produced += text.length;
    if (this.#produced > longest) throw tooLong();
    return text;
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

function asText(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value)
    ? JSON.stringify(value, (_, item) => (typeof item === "bigint" ? String(item) : item))
    : String(value);
}

function cycle(names: readonly string[]): ConfigError {
  return new ConfigError(
    "REFERENCE_CYCLE",
    `The keys ${names.join(" → ")} refer to each other.`,
    "Give one of them a value of its own, or write \\$ for a literal dollar.",
  );
}

function tooDeep(name: string): ConfigError {
  return new ConfigError(
    "REFERENCE_TOO_DEEP",
    `The key ${name} is a reference that leads over more than ${deepest} others.`,
    "Refer to the last of them.",
  );
}
