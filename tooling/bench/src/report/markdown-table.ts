import { cells, headings } from "./cells.ts";
import type { Report } from "./row.ts";
import { closingLine, notesOf } from "./terminal-table.ts";

/** The report as it stands in docs/benchmark.md. */
export function markdownTable({ at, machine, quick, rows, notes }: Report): string {
  const line = (texts: readonly string[]): string => `| ${texts.join(" | ")} |`;
  const table = [line(headings), line(headings.map(() => "---")), ...rows.map((row) => line(cells(row)))];
  const where = `${machine.cores} cores (${machine.processor}), ${machine.platform}, Node ${machine.node}`;
  const when = `Measured on ${at.slice(0, 10)}${quick ? " with `--quick`" : ""}: ${where}.`;
  const left = notesOf(rows, notes).map((note) => `- ${note}`);
  return [when, "", ...table, "", ...left, ...(left.length > 0 ? [""] : []), closingLine(rows)].join("\n");
}
