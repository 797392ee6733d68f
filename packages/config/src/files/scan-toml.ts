import { parse } from "smol-toml";

/** Told of what a TOML text holds, and on which line. */
export interface TomlVisitor {
  /** A table's or a value's key. */
  readonly key?: (keys: readonly string[], line: number) => void;
  /** A value that is written without quotes or brackets, a number, a date or a boolean; also inside a list. */
  readonly bareValue?: (keys: readonly string[], line: number, text: string) => void;
}

/**
 * Walks the keys of a TOML text that is known to be valid: tables, keys and the keys of inline tables. Keys of an array of tables are
 * told as if there were one table.
 */
export function scanToml(text: string, visitor: TomlVisitor): void {
  new Scanner(text, visitor).scan();
}

class Scanner {
  readonly #text: string;
  readonly #visitor: TomlVisitor;
  #at = 0;
  #line = 1;
  #counted = 0;

  constructor(text: string, visitor: TomlVisitor) {
    this.#text = text;
    this.#visitor = visitor;
  }

  scan(): void {
    let table: string[] = [];
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1;
    for (this.#skipSpace(); this.#at < this.#text.length; this.#skipSpace()) {
      if (this.#here() === "[") {
        while (this.#here() === "[") this.#at += 1;
        table = this.#keys("]");
        this.#visitor.key?.(table, this.#lineHere());
        while (this.#here() === "]") this.#at += 1;
      } else {
        this.#pair(table);
      }
    }
  }

  #pair(table: readonly string[]): void {
    const keys = [...table, ...this.#keys("=")];
    this.#visitor.key?.(keys, this.#lineHere());
    this.#at += 1;
    this.#skipBlanks();
    this.#value(keys);
  }

  /** A dotted key, up to the sign that ends it. */
  #keys(end: string): string[] {
    const keys: string[] = [];
    for (;;) {
      this.#skipBlanks();
      const sign = this.#here();
      if (sign === end || sign === "") return keys;
      if (sign === ".") {
        this.#at += 1;
      } else if (sign === '"' || sign === "'") {
        const start = this.#at;
        this.#string();
        keys.push(parse(`key = ${this.#text.slice(start, this.#at)}`).key as string);
      } else {
        const start = this.#at;
        while (!/[\s.=\]]|^$/.test(this.#here())) this.#at += 1;
        keys.push(this.#text.slice(start, this.#at));
      }
    }
  }

  #value(keys: readonly string[]): void {
    const sign = this.#here();
    if (sign === '"' || sign === "'") this.#string();
    else if (sign === "[") this.#list(keys);
    else if (sign === "{") this.#inlineTable(keys);
    else {
      const start = this.#at;
      const line = this.#lineHere();
      while (!/[,\]}#\n]|^$/.test(this.#here())) this.#at += 1;
      this.#visitor.bareValue?.(keys, line, this.#text.slice(start, this.#at).trim());
    }
  }

  #list(keys: readonly string[]): void {
    this.#at += 1;
    for (this.#skipSpace(); this.#here() !== "]" && this.#here() !== ""; this.#skipSpace()) {
      this.#value(keys);
      this.#skipSpace();
      if (this.#here() === ",") this.#at += 1;
    }
    this.#at += 1;
  }

  #inlineTable(keys: readonly string[]): void {
    this.#at += 1;
    for (this.#skipSpace(); this.#here() !== "}" && this.#here() !== ""; this.#skipSpace()) {
      this.#pair(keys);
      this.#skipSpace();
      if (this.#here() === ",") this.#at += 1;
    }
    this.#at += 1;
  }

  #string(): void {
    const quote = this.#here();
    const long = quote.repeat(3);
    if (this.#text.startsWith(long, this.#at)) {
      this.#at = this.#endOf(long, this.#at + 3) + 3;
      // Up to two quotes may stand right before the three that end the text.
      while (this.#here() === quote) this.#at += 1;
    } else {
      this.#at = this.#endOf(quote, this.#at + 1) + 1;
    }
  }

  #endOf(quotes: string, from: number): number {
    let end = this.#text.indexOf(quotes, from);
    if (!quotes.startsWith('"')) return end === -1 ? this.#text.length : end;
    while (end !== -1 && this.#isEscaped(end, from)) end = this.#text.indexOf(quotes, end + 1);
    return end === -1 ? this.#text.length : end;
  }

  #isEscaped(position: number, from: number): boolean {
    let first = position;
    while (first > from && this.#text.charAt(first - 1) === "\\") first -= 1;
    return (position - first) % 2 === 1;
  }

  #skipBlanks(): void {
    while (/[ \t]/.test(this.#here())) this.#at += 1;
  }

  #skipSpace(): void {
    for (;;) {
      while (/\s/.test(this.#here())) this.#at += 1;
      if (this.#here() !== "#") return;
      const end = this.#text.indexOf("\n", this.#at);
      this.#at = end === -1 ? this.#text.length : end;
    }
  }

  #here(): string {
    return this.#text.charAt(this.#at);
  }

  #lineHere(): number {
    for (; this.#counted < this.#at; this.#counted += 1) {
      if (this.#text.charCodeAt(this.#counted) === 10) this.#line += 1;
    }
    return this.#line;
  }
}
