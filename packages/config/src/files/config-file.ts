import { scanToml } from "@keyfold/common/scan-toml";
import { formatPath } from "../key-path.ts";
import { at, isTable, type OpenTable } from "../table.ts";

/** Where a key is set in a file. */
interface Place {
  /** From 1. */
  readonly line: number;
  /** How a number, a date or a boolean is written. */
  written?: string;
}

/** A file that was read: what it says, and on which line. */
export class ConfigFile {
  readonly path: string;
  readonly table: OpenTable;
  /** The permission bits. */
  readonly mode: number;
  readonly #text: string;
  #places: Map<string, Place> | undefined;

  constructor(path: string, text: string, table: OpenTable, mode: number) {
    this.path = path;
    this.table = table;
    this.mode = mode;
    this.#text = text;
  }

  /** Where a key is set; the document is gone through when that is first needed. */
  placeOf(keys: readonly string[]): Place {
    this.#places ??= placesIn(this.#text);
    return this.#places.get(formatPath(keys)) ?? { line: 1 };
  }

  /** Whether the other file has the same content, to the character. */
  equals(other: ConfigFile | undefined): boolean {
    return other !== undefined && this.#text === other.#text;
  }
}

function placesIn(toml: string): Map<string, Place> {
  const places = new Map<string, Place>();
  scanToml(toml, {
    key(keys, line) {
      // A table that only its keys' headers name begins where the first of them stands.
      for (let length = keys.length; length > 0; length -= 1) {
        const path = formatPath(keys.slice(0, length));
        if (places.has(path)) break;
        places.set(path, { line });
      }
    },
    bareValue(keys, line, written) {
      places.set(formatPath(keys), { line, ...places.get(formatPath(keys)), written });
    },
  });
  return places;
}

const warned = new Set<string>();

/** Warns, once for each file, that others can read the secrets it holds. */
export function warnReadable(file: ConfigFile): void {
  const message = readableByOthers(file);
  if (message === undefined || warned.has(file.path)) return;
  warned.add(file.path);
  process.emitWarning(message, { code: "KEYFOLD_CONFIG_READABLE" });
}

/** The warning about a file that holds secrets and that others can read; `undefined` for any other. */
export function readableByOthers({ path, mode, table }: ConfigFile): string | undefined {
  // On Windows the bits say nothing.
  if ((mode & 0o077) === 0 || process.platform === "win32") return undefined;
  if (!holdsSecret(at(table, ["context", "secrets"])) && !holdsSecret(at(table, ["cloud", "token"]))) return undefined;
  return `${path} holds secrets and other users can read it. Keep it to yourself: chmod 600 ${path}`;
}

/** `"$NAME"` says where a value is, not what it is. */
function holdsSecret(value: unknown): boolean {
  if (isTable(value)) return Object.values(value).some(holdsSecret);
  return value !== undefined && value !== "" && !(typeof value === "string" && /^\$(\w+|\{[^}]*\})$/.test(value));
}
