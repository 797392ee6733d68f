import { expect, it } from "vitest";
import { chart } from "./chart.ts";
import { sampleReport } from "./sample-report.ts";

const goalLine = 674;

it("draws a bar for each row with a goal that was counted, those that met it to the right of the goal's line", () => {
  const bars = [...chart(sampleReport).matchAll(/<rect x="([\d.]+)" y="\d+" width="([\d.]+)"[^>]*fill="(#\w+)"/g)];
  expect(bars.map(([, x, width, colour]) => [Number(x), Number(width), colour])).toEqual([
    [goalLine, expect.closeTo(13, 0), "#2f855a"],
    [expect.closeTo(657.1, 1), expect.closeTo(goalLine - 657.1, 1), "#c05621"],
  ]);
});

it("is well-formed whatever a row is called", () => {
  const [first] = sampleReport.rows;
  if (first === undefined) throw new Error("no row");
  const drawn = chart({ ...sampleReport, rows: [{ ...first, what: "a < b & c > d" }] });
  expect(drawn).toContain("a &lt; b &amp; c &gt; d");
});

it("keeps a bar inside the picture, however far from the goal it is", () => {
  const [first] = sampleReport.rows;
  if (first === undefined) throw new Error("no row");
  const far = { ...first, ours: { ...first.ours, median: 1e-9 } };
  expect(chart({ ...sampleReport, rows: [far] })).toContain(`<rect x="${goalLine}" y="76" width="210"`);
});
