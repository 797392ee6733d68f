import { expect, it } from "vitest";
import { summarize } from "../measuring/summarize.ts";
import { formatAmount, formatFigure } from "./format-figure.ts";

it.each([
  [41.234, "ms", "41.2 ms"],
  [0.01234, "ms", "0.0123 ms"],
  [54.3, "ns", "54.3 ns"],
  [12_345, "ns", "12.3 µs"],
  [2_345_678, "ns", "2.35 ms"],
  [12_345.6, "/s", "12,346/s"],
  [0, "MB", "0 MB"],
  [11.96, "kB", "12 kB"],
] as const)("writes %d %s as %s", (amount, unit, text) => {
  expect(formatAmount(amount, unit)).toBe(text);
});

it("shows the spread of several repetitions, and none of one", () => {
  expect(formatFigure(summarize([90, 100, 110], "ms"))).toBe("100 ms ±5 %");
  expect(formatFigure(summarize([100], "ms"))).toBe("100 ms");
});
