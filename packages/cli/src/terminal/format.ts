import { styleText } from "node:util";
import { replaceInvisible } from "@keyfold/common/invisible";

/**
 * A string from a server or a file as it can be shown: what would steer a terminal, or not be seen at all, is written as `\u{1b}`.
 */
export function printable(text: string): string {
  return replaceInvisible(text, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** JSON on one line, with nothing in it that would steer a terminal or not be seen. It reads back as the same value. */
export function printableJson(value: unknown): string {
  return replaceInvisible(JSON.stringify(value), (character) =>
    [...Array(character.length).keys()]
      .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

type Style = Parameters<typeof styleText>[0];

/** A string in a colour where the stream is a terminal that has colours and NO_COLOR isn't set; elsewhere unchanged. */
export function colour(style: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return stream.isTTY && stream.hasColors() ? styleText(style, text, { validateStream: false }) : text;
}

/** An instant of the server's as people read it: `2026-11-25 07:05:06Z`. Empty for none. */
export function formatInstant(iso: string | null | undefined): string {
  return iso ? iso.replace("T", " ").replace(/\.\d+Z$/, "Z") : "";
}

const units = [
  ["d", 86_400],
  ["h", 3600],
  ["m", 60],
] as const;

/** Seconds in the largest unit that has them as a whole number: `15m`, `90s`. */
export function formatDuration(seconds: number): string {
  const [unit, size] = units.find(([, each]) => seconds >= each && seconds % each === 0) ?? ["s", 1];
  return `${seconds / size}${unit}`;
}

/** The rows of a table's entry whose cells have several lines: the first of each cell, then the second. */
export function stackLines(cells: readonly (readonly string[])[]): string[][] {
  const height = Math.max(...cells.map(({ length }) => length));
  return Array.from({ length: height }, (_none, at) => cells.map((lines) => lines[at] ?? ""));
}

/**
 * Rows under a heading, each column as wide as its widest cell.
 *
 * @param none - what is shown for no rows.
 * @param fit - how many characters a line has, and which columns go on in the lines below where that is too few.
 */
export function formatTable(
  heading: readonly string[],
  rows: readonly (readonly string[])[],
  none: string,
  fit?: { readonly width: number; readonly wraps: readonly string[] },
): string {
  if (rows.length === 0) return none;
  const shown = rows.map((row) => row.map(printable));
  const natural = heading.map((title, at) => {
    return shown.reduce((width, row) => Math.max(width, row[at]?.length ?? 0), title.length);
  });
  const min = heading.map((title, at) => (fit?.wraps.includes(title) ? title.length : (natural[at] ?? 0)));
  const widths = fit ? narrowed(natural, min, fit.width - gap.length * (heading.length - 1)) : natural;
  const line = (cells: readonly (string | undefined)[]): string =>
    cells
      .map((cell, at) => (cell ?? "").padEnd(widths[at] ?? 0))
      .join(gap)
      .trimEnd();
  const lines = shown.flatMap((row) => {
    const parts = row.map((cell, at) => wrapped(cell, widths[at] ?? 1));
    const height = Math.max(...parts.map(({ length }) => length));
    return Array.from({ length: height }, (_none, below) => line(parts.map((part) => part[below])));
  });
  return [colour("bold", line(heading)), ...lines].join("\n");
}

const gap = "  ";

/** Takes from the widest columns until all of them fit, and from none below its minimum. */
function narrowed(natural: readonly number[], min: readonly number[], max: number): number[] {
  const widths = [...natural];
  const room = (at: number): number => ((widths[at] ?? 0) > (min[at] ?? 0) ? (widths[at] ?? 0) : 0);
  for (let excess = widths.reduce((sum, width) => sum + width, 0) - max; excess > 0; excess -= 1) {
    const widest = widths.reduce((best, _width, at) => (room(at) > room(best) ? at : best), 0);
    if (room(widest) === 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** A cell in lines of a width, after a space or a sign if there is one, else anywhere. */
function wrapped(cell: string, width: number): string[] {
  const lines: string[] = [];
  let rest = cell;
  while (rest.length > width) {
    // A character of two units stays whole.
    const fits = rest.slice(0, width).replace(/(?<=.)[\ud800-\udbff]$/s, "");
    const end = /^.*[\s/.:_-]/s.exec(fits)?.[0].length ?? fits.length;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  return [...lines, rest];
}
