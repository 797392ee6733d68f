import { colour } from "./colour.ts";
import { printable } from "./printable.ts";

/** Rows under a heading, each column as wide as its widest text; an empty table says so in `none`. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  if (rows.length === 0) return none;
  const shown = rows.map((row) => row.map(printable));
  const widths = heading.map((title, at) => Math.max(title.length, ...shown.map((row) => row[at]?.length ?? 0)));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  return [colour("bold", line(heading)), ...shown.map(line)].join("\n");
}
