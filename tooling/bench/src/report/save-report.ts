import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chart } from "./chart.ts";
import { markdownTable } from "./markdown-table.ts";
import { reportJson } from "./report-json.ts";
import type { Report } from "./row.ts";
import { writeIntoPage } from "./write-into-page.ts";

const docs = join(import.meta.dirname, "../../../../docs");

/** Writes the report into the docs: as JSON, as a picture, and as the table of the page. */
export function saveReport(report: Report): void {
  writeFileSync(join(docs, "benchmark.json"), reportJson(report));
  writeFileSync(join(docs, "benchmark.svg"), chart(report));
  const page = join(docs, "benchmark.md");
  writeFileSync(page, writeIntoPage(readFileSync(page, "utf8"), markdownTable(report)));
}
