import { judge } from "./judge.ts";
import type { Report } from "./row.ts";

/** The report as JSON: each row with its ratio and whether it met its goal. */
export function reportJson(report: Report): string {
  const rows = report.rows.map((row) => ({ ...row, ...judge(row) }));
  return `${JSON.stringify({ ...report, rows }, undefined, 2)}\n`;
}
