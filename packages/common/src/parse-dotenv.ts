import { KeyfoldError } from "./error.ts";

const assignment = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][\w.-]*)[ \t]*=[ \t]*/y;
const blank = /^[ \t]*(?:#.*)?$/;

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\", $: "$", "`": "`" };

/** A `.env` file that can't be read. */
export class DotenvError extends KeyfoldError<"INVALID_DOTENV"> {
  /** From 1. */
  readonly line: number;

  constructor(line: number, message: string, tip: string) {
    super("INVALID_DOTENV", message, tip);
    this.line = line;
  }
}

/**
 * Reads a `.env` file: `NAME=value`, with `export` before it or not.
 *
 * - `'…'` and `` `…` `` are taken as they are, `"…"` with `\n`, `\r`, `\t`, `\"`, `\\` and `\$`; each may have many
 *   lines.
 * - Without quotes a value ends with its line, or at a `#` after white space: that of `A=#x` is `#x`.
 * - Nothing is expanded. Of a name that stands twice the last counts.
 *
 * @returns values by name.
 * @throws DotenvError that names the line, and shows nothing of it.
 */
export function parseDotenv(text: string): Map<string, string> {
  const values = new Map<string, string>();
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? "";
    if (blank.test(line)) continue;
    assignment.lastIndex = 0;
    const [start, name] = assignment.exec(line) ?? [];
    if (start === undefined || name === undefined) {
      throw new DotenvError(
        at + 1,
        "This line is not NAME=value.",
        "A comment begins with #; a value of many lines has quotes.",
      );
    }
    const value = line.slice(start.length);
    const quote = value[0];
    if (quote !== "'" && quote !== '"' && quote !== "`") {
      values.set(name, unquoted(value, /[ \t]$/.test(start)));
      continue;
    }
    const { inside, after, last } = quoted(lines, at, start.length, quote);
    if (after === undefined) throw new DotenvError(at + 1, "The quote that opens here is never closed.", "Close it.");
    if (!blank.test(after)) {
      throw new DotenvError(last + 1, "There is something after the closing quote.", "Only a comment may stand there.");
    }
    values.set(name, quote === '"' ? withoutEscapes(inside) : inside);
    at = last;
  }
  return values;
}

/** @param afterSpace - whether white space stands before it, after which a `#` at its start begins a comment. */
function unquoted(text: string, afterSpace: boolean): string {
  return text.replace(afterSpace ? /(^|[ \t])#.*/s : /[ \t]#.*/s, "").trim();
}

/**
 * What stands between quotes, from `from` in a line on; `after` is what follows them, absent where they are not closed.
 */
function quoted(
  lines: readonly string[],
  first: number,
  from: number,
  quote: string,
): { inside: string; after: string | undefined; last: number } {
  const pieces: string[] = [];
  for (let at = first; at < lines.length; at += 1) {
    const line = at === first ? (lines[at] ?? "").slice(from + 1) : (lines[at] ?? "");
    const end = endOfQuote(line, quote);
    if (end !== undefined) {
      return { inside: [...pieces, line.slice(0, end)].join("\n"), after: line.slice(end + 1), last: at };
    }
    pieces.push(line);
  }
  return { inside: "", after: undefined, last: first };
}

function endOfQuote(line: string, quote: string): number | undefined {
  for (let at = 0; at < line.length; at += 1) {
    if (quote === '"' && line[at] === "\\") at += 1;
    else if (line[at] === quote) return at;
  }
  return undefined;
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(.)/gsu, (both, sign: string) => escapes[sign] ?? both);
}
