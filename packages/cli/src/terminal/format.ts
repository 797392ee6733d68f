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

/**
 * Rows under a heading, each column as wide as its widest cell.
 *
 * @param none - what is shown for no rows.
 */
export function formatTable(heading: readonly string[], rows: readonly (readonly string[])[], none: string): string {
  if (rows.length === 0) return none;
  const shown = rows.map((row) => row.map(printable));
  const widths = heading.map((title, at) => Math.max(title.length, ...shown.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  return [colour("bold", line(heading)), ...shown.map(line)].join("\n");
}
