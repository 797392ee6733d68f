import { styleText } from "node:util";
import { replaceInvisible } from "@keyfold/common/invisible";

/**
 * A string from a server or a file as it can be shown: what would steer a terminal, or not be seen at all, is written as `\u{1b}`.
 */
export function printable(string: string): string {
  return replaceInvisible(string, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
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
export function colour(style: Style, string: string, stream: NodeJS.WriteStream = process.stdout): string {
  return stream.isTTY && stream.hasColors() ? styleText(style, string, { validateStream: false }) : string;
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

/** What a table shows in one place: a string, or several below each other. */
export type Cell = string | readonly string[];

/** Characters in a line of the narrowest terminal that is still common. */
const everyTerminal = 80;

/**
 * Rows under a heading, each column as wide as its widest cell.
 *
 * @param none - what is shown for no rows.
 * @param wraps - where 80 characters are too few: the columns whose cells go on in the lines below, each with the width that it
 *   keeps. Columns without anything in them are left out before that.
 */
export function formatTable(
  heading: readonly string[],
  rows: readonly (readonly Cell[])[],
  none: string,
  wraps?: Readonly<Record<string, number>>,
): string {
  if (rows.length === 0) return none;
  const all = heading.map((title, at) => columnOf(title, rows, at));
  const shown = wraps && totalWidth(all) > everyTerminal ? all.filter(({ isEmpty }) => !isEmpty) : all;
  const columns = wraps ? narrowed(shown, wraps) : shown;
  const line = (cells: readonly (string | undefined)[]): string =>
    cells
      .map((cell, at) => (cell ?? "").padEnd(columns[at]?.width ?? 0))
      .join(gap)
      .trimEnd();
  const lines = rows.flatMap((_row, at) => {
    const parts = columns.map(({ cells, width }) => (cells[at] ?? []).flatMap((string) => wrapped(string, width)));
    const height = Math.max(...parts.map(({ length }) => length));
    return Array.from({ length: height }, (_none, below) => line(parts.map((part) => part[below])));
  });
  return [colour("bold", line(columns.map(({ title }) => title))), ...lines].join("\n");
}

interface Column {
  readonly title: string;
  /** The lines of each row, as they can be shown. */
  readonly cells: readonly (readonly string[])[];
  readonly width: number;
  readonly isEmpty: boolean;
}

function columnOf(title: string, rows: readonly (readonly Cell[])[], at: number): Column {
  const cells = rows.map((row) => [row[at] ?? ""].flat().map(printable));
  const widest = cells.flat().reduce((width, { length }) => Math.max(width, length), 0);
  return { title, cells, width: Math.max(widest, title.length), isEmpty: widest === 0 };
}

const gap = "  ";

function totalWidth(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width + gap.length, -gap.length);
}

/** Takes from the widest columns that wrap until all of them fit, and from none below what it keeps. */
function narrowed(columns: readonly Column[], wraps: Readonly<Record<string, number>>): Column[] {
  const widths = columns.map(({ width }) => width);
  const room = ({ title }: Column, at: number): number => {
    const min = Math.max(wraps[title] ?? Number.POSITIVE_INFINITY, title.length);
    return (widths[at] ?? 0) > min ? (widths[at] ?? 0) : 0;
  };
  for (let excess = totalWidth(columns) - everyTerminal; excess > 0; excess -= 1) {
    const rooms = columns.map(room);
    const widest = Math.max(...rooms);
    if (widest === 0) break;
    const at = rooms.indexOf(widest);
    widths[at] = widest - 1;
  }
  return columns.map((column, at) => ({ ...column, width: widths[at] ?? 0 }));
}

/** A cell in lines of a width, after a space or a sign if there is one, else anywhere, each as far in as the first. */
function wrapped(cell: string, width: number): string[] {
  const lines: string[] = [];
  const indent = /^ */.exec(cell.slice(0, width / 2))?.[0] ?? "";
  let rest = cell;
  while (rest.length > width) {
    // A character of two units stays whole.
    const fits = rest.slice(0, width).replace(/(?<=.)[\ud800-\udbff]$/s, "");
    const end = /^.*\S[\s/.:_-]/s.exec(fits)?.[0].length ?? fits.length;
    lines.push(rest.slice(0, end));
    rest = indent + rest.slice(end);
  }
  return [...lines, rest];
}
