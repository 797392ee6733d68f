import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { summarize } from "./figure.ts";
import { formatAmount, reportJson, reportMarkdown, writeIntoPage } from "./report.ts";
import type { Report } from "./row.ts";

/** A report with a row of each kind, for tests. */
const sampleReport: Report = {
  at: "2026-02-03T04:05:06.000Z",
  machine: { cores: 2, processor: "a processor", platform: "linux x64", node: "24.0.0", load: "wrk" },
  quick: false,
  rows: [
    {
      what: "load a file",
      ours: summarize([39, 40, 41], "ms"),
      peer: { name: "smol-toml", figure: summarize([36, 38, 40], "ms") },
      goal: { of: "ratio", is: "at most", bound: 1.25 },
    },
    {
      what: "size",
      ours: summarize([15], "kB"),
      goal: { of: "figure", is: "at most", bound: 12 },
    },
    {
      what: "reads <32 & more>",
      ours: summarize([6000], "/s"),
      peer: { name: "OpenBao", missing: "no network" },
      goal: { of: "ratio", is: "at least", bound: 2 },
    },
    {
      what: "bare Node",
      ours: summarize([80], "ms"),
      peer: { name: "Node", figure: summarize([20], "ms") },
    },
  ],
  notes: ["Left out: a million secrets."],
};

it("says in one table ours, the peer's, the ratio, the goal and whether it was met", () => {
  expect(reportMarkdown(sampleReport)).toMatchInlineSnapshot(`
    "Measured on 2026-02-03: 2 cores (a processor), linux x64, Node 24.0.0; load by wrk.

    |                   | Keyfold    | peer                  | ratio      | goal    | verdict        |
    | ----------------- | ---------- | --------------------- | ---------- | ------- | -------------- |
    | load a file       | 40 ms ±1 % | smol-toml: 38 ms ±3 % | 1.05× ±1 % | ≤ 1.25× | met            |
    | size              | 15 kB      |                       |            | ≤ 12 kB | missed by 25 % |
    | reads <32 & more> | 6,000/s    | OpenBao: missing      |            | ≥ 2×    | not counted    |
    | bare Node         | 80 ms      | Node: 20 ms           | 4×         |         |                |

    - Left out: a million secrets.
    - Missing, so not counted: OpenBao (no network)

    1 of 2 goals met, 1 not counted.
    "
  `);
});

it("names a missing peer once, however many rows miss it", () => {
  const twice = { ...sampleReport, rows: [...sampleReport.rows, ...sampleReport.rows] };
  expect(reportMarkdown(twice).match(/not counted: OpenBao/g)).toHaveLength(1);
});

it("gives each row with its ratio and whether it met its goal", () => {
  const report = JSON.parse(reportJson(sampleReport));
  expect(report).toMatchObject({ at: sampleReport.at, machine: sampleReport.machine, notes: sampleReport.notes });
  expect(report.rows).toEqual([
    {
      ...sampleReport.rows[0],
      ratio: expect.objectContaining({ unit: "×", median: expect.closeTo(40 / 38) }),
      verdict: "met",
    },
    { ...sampleReport.rows[1], verdict: "missed", missedBy: expect.closeTo(0.25) },
    { ...sampleReport.rows[2], verdict: "not counted" },
    { ...sampleReport.rows[3], ratio: summarize([4], "×"), verdict: "no goal" },
  ]);
});

it.each([
  [41.234, "ms", "41.2 ms"],
  [0.01234, "ms", "0.0123 ms"],
  [54.3, "ns", "54.3 ns"],
  [12_345, "ns", "12.3 µs"],
  [2_345_678, "ns", "2.35 ms"],
  [12_345.6, "/s", "12,346/s"],
  [0, "MB", "0 MB"],
  [11.96, "kB", "12 kB"],
  [0.0867, "×", "0.0867×"],
] as const)("writes %d %s as %s", (amount, unit, text) => {
  expect(formatAmount(amount, unit)).toBe(text);
});

const page = readFileSync(join(import.meta.dirname, "../../../../docs/benchmark.md"), "utf8");

it("replaces the table in the page and leaves the rest", () => {
  const once = writeIntoPage(page, "| table 1 |\n");
  expect(once).toContain("\n\n| table 1 |\n\n");
  const twice = writeIntoPage(once, "| table 2 |\n");
  expect(twice).toBe(once.replace("| table 1 |", "| table 2 |"));
  expect(twice.startsWith(page.slice(0, page.indexOf("<!--")))).toBe(true);
});

it("refuses a page without the marks", () => {
  expect(() => writeIntoPage("# Benchmark\n", "table")).toThrow("the page must hold");
});
