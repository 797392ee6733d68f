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
  let at = toml.charCodeAt(0) === 0xfeff ? 1 : 0;
  let line = 1;
  let counted = 0;

  const here = (): string => toml.charAt(at);

  const lineHere = (): number => {
    for (; counted < at; counted += 1) if (toml.charCodeAt(counted) === 10) line += 1;
    return line;
  };

  /** Goes on behind what a sticky pattern finds here, and returns it. */
  const skip = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const found = pattern.exec(toml)?.[0] ?? "";
    at += found.length;
    return found;
  };

  /** Spaces, line breaks and comments. */
  const skipSpace = (): void => {
    do skip(/\s*/y);
    while (skip(/#[^\n]*/y));
  };

  const string = (): void => {
    const quote = here();
    const long = quote.repeat(3);
    if (toml.startsWith(long, at)) {
      at = endOf(toml, long, at + 3) + 3;
      // Up to two quotes may stand right before the three that end the string.
      while (here() === quote) at += 1;
    } else {
      at = endOf(toml, quote, at + 1) + 1;
    }
  };

  /** A dotted key, up to the sign that ends it. */
  const dottedKey = (end: string): string[] => {
    const keys: string[] = [];
    for (;;) {
      skip(/[ \t]*/y);
      const sign = here();
      if (sign === end || sign === "") return keys;
      if (sign === ".") {
        at += 1;
      } else if (sign === '"' || sign === "'") {
        const start = at;
        string();
        keys.push(parse(`key = ${toml.slice(start, at)}`).key as string);
      } else {
        keys.push(skip(/[^\s.=\]]*/y));
      }
    }
  };

  /** The values of a list, or the pairs of an inline table. */
  const items = (end: string, item: () => void): void => {
    at += 1;
    for (skipSpace(); here() !== end && here() !== ""; skipSpace()) {
      item();
      skipSpace();
      if (here() === ",") at += 1;
    }
    at += 1;
  };

  const value = (keys: readonly string[]): void => {
    const sign = here();
    if (sign === '"' || sign === "'") string();
    else if (sign === "[") items("]", () => value(keys));
    else if (sign === "{") items("}", () => pair(keys));
    else {
      const start = lineHere();
      const written = skip(/[^,\]}#\n]*/y);
      visitor.bareValue?.(keys, start, written.trim());
    }
  };

  const pair = (table: readonly string[]): void => {
    const keys = [...table, ...dottedKey("=")];
    visitor.key?.(keys, lineHere());
    at += 1;
    skip(/[ \t]*/y);
    value(keys);
  };

  let table: string[] = [];
  for (skipSpace(); at < toml.length; skipSpace()) {
    if (skip(/\[+/y)) {
      table = dottedKey("]");
      visitor.key?.(table, lineHere());
      skip(/\]+/y);
    } else {
      pair(table);
    }
  }
}

/** Where a string ends whose opening quotes stand before `from`. */
function endOf(toml: string, quotes: string, from: number): number {
  let end = toml.indexOf(quotes, from);
  while (quotes.startsWith('"') && end !== -1 && isEscaped(toml, end, from)) end = toml.indexOf(quotes, end + 1);
  return end === -1 ? toml.length : end;
}

function isEscaped(toml: string, position: number, from: number): boolean {
  let first = position;
  while (first > from && toml.charAt(first - 1) === "\\") first -= 1;
  return (position - first) % 2 === 1;
}
