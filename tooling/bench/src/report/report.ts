import { type Figure, spreadOf, type Unit } from "./figure.ts";
import { judge, type Report, type Row } from "./row.ts";

const headings = ["", "Keyfold", "peer", "ratio", "goal", "verdict"];

/** The report as JSON: each row with its ratio and whether it met its goal. */
export function reportJson(report: Report): string {
  const rows = report.rows.map((row) => ({ ...row, ...judge(row) }));
  return `${JSON.stringify({ ...report, rows }, undefined, 2)}\n`;
}

/** The report in Markdown: where it was measured, the table, what was left out, and how many goals were met. */
export function reportMarkdown({ at, machine, quick, rows, notes }: Report): string {
  const where = `${machine.cores} cores (${machine.processor}), ${machine.platform}, Node ${machine.node}; load by ${machine.load}`;
  const when = `Measured on ${at.slice(0, 10)}${quick ? " with `--quick`" : ""}: ${where}.`;
  const left = notesOf(rows, notes).map((note) => `- ${note}\n`);
  return `${[when, table([headings, ...rows.map(cells)]), left.join(""), closingLine(rows)].filter(Boolean).join("\n")}\n`;
}

/** A table whose columns are as wide as their longest cell, for a terminal as for a page. */
function table(lines: readonly (readonly string[])[]): string {
  const widths = headings.map((_, column) => Math.max(3, ...lines.map((line) => line[column]?.length ?? 0)));
  const write = (line: readonly string[]): string =>
    `| ${line.map((text, column) => text.padEnd(widths[column] ?? 0)).join(" | ")} |\n`;
  const [first = [], ...others] = lines;
  return ["\n", write(first), write(widths.map((width) => "-".repeat(width))), ...others.map(write)].join("");
}

function cells(row: Row): string[] {
  const { ratio, verdict, missedBy } = judge(row);
  return [
    row.what,
    formatFigure(row.ours),
    row.peer ? `${row.peer.name}: ${"figure" in row.peer ? formatFigure(row.peer.figure) : "missing"}` : "",
    ratio === undefined ? "" : formatFigure(ratio),
    goalCell(row),
    missedBy === undefined ? (verdict === "no goal" ? "" : verdict) : `missed by ${percent(missedBy)}`,
  ];
}

function goalCell({ goal, ours }: Row): string {
  if (goal === undefined) return "";
  const bound = formatAmount(goal.bound, goal.of === "ratio" ? "×" : ours.unit);
  return `${goal.is === "at most" ? "≤" : "≥"} ${bound}`;
}

/** What was left out, and each missing peer once. */
function notesOf(rows: readonly Row[], notes: readonly string[]): string[] {
  const missing = rows.flatMap(({ peer }) =>
    peer !== undefined && "missing" in peer ? [`Missing, so not counted: ${peer.name} (${peer.missing})`] : [],
  );
  return [...new Set([...notes, ...missing])];
}

/** `12 of 14 goals met, 1 not counted.` */
function closingLine(rows: readonly Row[]): string {
  const verdicts = rows.map((row) => judge(row).verdict);
  const count = (wanted: string): number => verdicts.filter((verdict) => verdict === wanted).length;
  const left = count("not counted");
  return `${count("met")} of ${count("met") + count("missed")} goals met${left > 0 ? `, ${left} not counted` : ""}.`;
}

/** `41.2 ms ±3 %`: the median and the spread, the latter only of several rounds. */
function formatFigure(figure: Figure): string {
  const spread = figure.samples.length > 1 ? ` ±${Math.round(spreadOf(figure) * 100)} %` : "";
  return `${formatAmount(figure.median, figure.unit)}${spread}`;
}

/** An amount with its unit, to three digits. */
export function formatAmount(amount: number, unit: Unit): string {
  if (unit === "/s" || unit === "×") return `${threeDigits(amount)}${unit}`;
  if (unit !== "ns" || amount < 1000) return `${threeDigits(amount)} ${unit}`;
  return amount < 1_000_000 ? `${threeDigits(amount / 1000)} µs` : `${threeDigits(amount / 1_000_000)} ms`;
}

function percent(share: number): string {
  return share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`;
}

/** Three digits that count; none of those before the point is dropped. */
function threeDigits(number: number): string {
  const digits = number === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(number))));
  return number.toLocaleString("en", { minimumFractionDigits: 0, maximumFractionDigits: Math.min(digits, 6) });
}

const start = "<!-- the table of the last saved run -->";
const end = "<!-- the end of the table -->";

/**
 * A page with what stands between its two marks replaced.
 *
 * @throws Error if the page doesn't have the marks.
 */
export function writeIntoPage(page: string, report: string): string {
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page must hold "${start}" and, further down, "${end}"`);
  return `${page.slice(0, from + start.length)}\n\n${report}\n${page.slice(to)}`;
}
