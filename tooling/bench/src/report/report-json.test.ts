import { expect, it } from "vitest";
import { reportJson } from "./report-json.ts";
import { sampleReport } from "./sample-report.ts";

it("gives each row with its ratio and whether it met its goal", () => {
  const report = JSON.parse(reportJson(sampleReport));
  expect(report).toMatchObject({ at: sampleReport.at, machine: sampleReport.machine, notes: sampleReport.notes });
  expect(report.rows).toEqual([
    { ...sampleReport.rows[0], ratio: expect.closeTo(40 / 38), verdict: "met" },
    { ...sampleReport.rows[1], verdict: "missed", missedBy: expect.closeTo(0.25) },
    { ...sampleReport.rows[2], verdict: "not counted" },
    { ...sampleReport.rows[3], ratio: 4, verdict: "no goal" },
  ]);
});
