import { scanToml } from "@keyfold/common/scan-toml";
import { formatPath } from "../key-path.ts";
import type { OpenTable } from "../table.ts";

/** A file that was read: what it says, and on which line. */
export class ConfigFile {
  readonly path: string;
  readonly table: OpenTable;
  /** The permission bits. */
  readonly mode: number;
  readonly #text: string;
  #lines: Map<string, number> | undefined;
  #written: Map<string, string> | undefined;

  constructor(path: string, text: string, table: OpenTable, mode: number) {
    this.path = path;
    this.table = table;
    this.mode = mode;
    this.#text = text;
  }

  /** The line on which a key is set, from 1. Lines are counted when they are first asked for. */
  lineOf(keys: readonly string[]): number {
    this.#lines ??= linesByPath(this.#text);
    return this.#lines.get(formatPath(keys)) ?? 1;
  }

  /** How a number, a date or a boolean is written; `undefined` for a key that has none of these. */
  writtenAt(keys: readonly string[]): string | undefined {
    this.#written ??= bareValuesByPath(this.#text);
    return this.#written.get(formatPath(keys));
  }

  /** This file with another table in place of its own. */
  withTable(table: OpenTable): ConfigFile {
    return new ConfigFile(this.path, this.#text, table, this.mode);
  }

  /** Whether this is the same text. */
  says(other: ConfigFile | undefined): boolean {
    return other !== undefined && this.#text === other.#text;
  }
}

function linesByPath(text: string): Map<string, number> {
  const lines = new Map<string, number>();
  const key = (keys: readonly string[], line: number): void => {
    // A table that only its keys' headers name begins where the first of them stands.
    for (let length = keys.length; length > 0; length -= 1) {
      const path = formatPath(keys.slice(0, length));
      if (lines.has(path)) break;
      lines.set(path, line);
    }
  };
  scanToml(text, { key });
  return lines;
}

function bareValuesByPath(text: string): Map<string, string> {
  const values = new Map<string, string>();
  scanToml(text, { bareValue: (keys, _line, written) => values.set(formatPath(keys), written) });
  return values;
}
