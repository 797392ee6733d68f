import { parse } from "smol-toml";

/** Is called with what a TOML document contains, and on which line. */
export interface TomlVisitor {
  /** A table's or a value's key. */
  readonly key?: (keys: readonly string[], line: number) => void;
  /** A value that is written without quotes or brackets, a number, a date or a boolean; also inside a list. */
  readonly bareValue?: (keys: readonly string[], line: number, written: string) => void;
}

/**
 * Walks the keys of a TOML document that is known to be valid: tables, keys and the keys of inline tables. The tables of an array of tables
 * are visited as if they were one.
 */
export function scanToml(toml: string, visitor: TomlVisitor): void {
  // A byte order mark is a space to patterns.
  let at = 0;
  let line = 1;

  /** Goes on behind what a sticky pattern finds here, and returns it. */
  const skip = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(toml)?.[0] ?? "";
    at += found.length;
    line += found.split("\n").length - 1;
    return found;
  };

  /** Goes on behind spaces, commas and comments, and returns the character there. */
  const next = (): string => {
    do skip(/[\s,]*/y);
    while (skip(/#[^\n]*/y));
    return toml.charAt(at);
  };

  /** A string; `""` if none begins here. */
  const string = (): string => {
    const start = at;
    const quotes = skip(/"""|'''|["']/y);
    if (quotes) {
      const plain = quotes.startsWith("'") ? /[^']*/y : /[^"\\]*/y;
      for (skip(plain); at < toml.length && !toml.startsWith(quotes, at); skip(plain)) skip(/\\?./sy);
      at += quotes.length;
      // Up to two quotes may stand right before the three that end the string.
      if (quotes.length > 1) skip(/["']*/y);
    }
    return toml.slice(start, at);
  };

  /** A dotted key and the sign behind it. */
  const dottedKey = (): string[] => {
    const keys: string[] = [];
    do {
      next();
      const quoted = string();
      keys.push(quoted ? (parse(`key = ${quoted}`).key as string) : skip(/[\w-]*/y));
    } while (skip(/[ \t]*[.=\]]+/y).endsWith("."));
    return keys;
  };

  const value = (keys: readonly string[]): void => {
    const sign = next();
    if (skip(/[[{]/y)) {
      const item = sign === "[" ? value : pair;
      while (!"]}".includes(next())) item(keys);
      at += 1;
    } else if (!string()) {
      const written = skip(/[^,\]}#\n]*/y).trim();
      visitor.bareValue?.(keys, line, written);
    }
  };

  const pair = (table: readonly string[]): void => {
    const keys = [...table, ...dottedKey()];
    visitor.key?.(keys, line);
    value(keys);
  };

  let table: string[] = [];
  while (next()) {
    if (skip(/\[+/y)) {
      table = dottedKey();
      visitor.key?.(table, line);
    } else pair(table);
  }
}
