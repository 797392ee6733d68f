import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { writeIntoPage } from "./write-into-page.ts";

const page = readFileSync(join(import.meta.dirname, "../../../../docs/benchmark.md"), "utf8");

it("replaces the table in the page and leaves the rest", () => {
  const once = writeIntoPage(page, "| table 1 |");
  expect(once).toContain("\n\n| table 1 |\n\n");
  const twice = writeIntoPage(once, "| table 2 |");
  expect(twice).toBe(once.replace("| table 1 |", "| table 2 |"));
  expect(twice.startsWith(page.slice(0, page.indexOf("<!--")))).toBe(true);
});

it("refuses a page without the marks", () => {
  expect(() => writeIntoPage("# Benchmark\n", "table")).toThrow("the page must hold");
});
