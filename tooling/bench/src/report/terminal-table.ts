import { cells, headings } from "./cells.ts";
import { judge } from "./judge.ts";
import type { Report, Row } from "./row.ts";

/** The report as a person reads it in a terminal: the table, what was left out, and how many goals were met. */
export function terminalTable({ rows, notes }: Report): string {
  const lines = rows.map(cells);
  const widths = headings.map((heading, column) =>
    Math.max(...[heading, ...lines.map((line) => line[column] ?? "")].map((text) => text.length)),
  );
  const write = (line: readonly string[]): string =>
    line
      .map((text, column) => (isNumber(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  const parts = [write(headings), "─".repeat(widths.reduce((sum, width) => sum + width + 2, -2))];
  for (const [index, line] of lines.entries()) {
    if (index > 0 && rows[index]?.group !== rows[index - 1]?.group) parts.push("");
    parts.push(write(line));
  }
  return [...parts, "", ...notesOf(rows, notes), closingLine(rows)].join("\n");
}

/** Our figure, the ratio and the goal stand right-aligned. */
function isNumber(column: number): boolean {
  return column === 1 || column === 3 || column === 4;
}

/** What was left out, and each missing peer once. */
export function notesOf(rows: readonly Row[], notes: readonly string[]): string[] {
  const missing = rows.flatMap(({ peer }) =>
    peer !== undefined && "missing" in peer ? [`Missing, so not counted: ${peer.name} (${peer.missing})`] : [],
  );
  return [...new Set([...notes, ...missing])];
}

/** `12 of 14 goals met, 1 not counted.` */
export function closingLine(rows: readonly Row[]): string {
  const verdicts = rows.map((row) => judge(row).verdict);
  const count = (wanted: string): number => verdicts.filter((verdict) => verdict === wanted).length;
  const left = count("not counted");
  return `${count("met")} of ${count("met") + count("missed")} goals met${left > 0 ? `, ${left} not counted` : ""}.`;
}
