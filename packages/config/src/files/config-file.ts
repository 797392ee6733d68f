import { scanToml } from "@keyfold/common/scan-toml";
import { formatPath } from "../key-path.ts";
import { at, isTable, type OpenTable } from "../table.ts";

/** Where keys are set in a file, and how values without quotes are written there. */
interface Places {
  readonly lines: ReadonlyMap<string, number>;
  readonly written: ReadonlyMap<string, string>;
}

/** A file that was read: what it says, and on which line. */
export class ConfigFile {
  readonly path: string;
  readonly table: OpenTable;
  /** The permission bits. */
  readonly mode: number;
  readonly #text: string;
  #places: Places | undefined;

  constructor(path: string, text: string, table: OpenTable, mode: number) {
    this.path = path;
    this.table = table;
    this.mode = mode;
    this.#text = text;
  }

  /** The line on which a key is set, from 1. */
  lineOf(keys: readonly string[]): number {
    return this.#scan().lines.get(formatPath(keys)) ?? 1;
  }

  /** How a number, a date or a boolean is written; `undefined` for a key that has none of these. */
  writtenAt(keys: readonly string[]): string | undefined {
    return this.#scan().written.get(formatPath(keys));
  }

  /** Whether the other file says the same, to the character. */
  says(other: ConfigFile | undefined): boolean {
    return other !== undefined && this.#text === other.#text;
  }

  /** Goes through the document when that is first needed. */
  #scan(): Places {
    if (this.#places) return this.#places;
    const lines = new Map<string, number>();
    const written = new Map<string, string>();
    scanToml(this.#text, {
      key(keys, line) {
        // A table that only its keys' headers name begins where the first of them stands.
        for (let length = keys.length; length > 0; length -= 1) {
          const path = formatPath(keys.slice(0, length));
          if (lines.has(path)) break;
          lines.set(path, line);
        }
      },
      bareValue: (keys, _line, value) => written.set(formatPath(keys), value),
    });
    this.#places = { lines, written };
    return this.#places;
  }
}

const warned = new Set<string>();

/** Warns, once for each file, that others can read the secrets it holds. */
export function warnReadable(file: ConfigFile): void {
  const message = readableByOthers(file);
  if (message === undefined || warned.has(file.path)) return;
  warned.add(file.path);
  process.emitWarning(message, { code: "KEYFOLD_CONFIG_READABLE" });
}

/** What to say of a file that holds secrets and that others can read; `undefined` for any other. */
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
