import { expect, it } from "vitest";
import { spreadOf } from "./spread-of.ts";
import { summarize } from "./summarize.ts";

it("gives the median and the middle half of the repetitions", () => {
  const figure = summarize([90, 110, 100, 80, 500], "ms");
  expect(figure).toEqual({ unit: "ms", median: 100, low: 90, high: 110, repetitions: 5 });
  expect(spreadOf(figure)).toBeCloseTo(0.1);
});

it("knows no spread of one repetition, nor of nothing", () => {
  expect(spreadOf(summarize([12.5], "kB"))).toBe(0);
  expect(spreadOf(summarize([0, 0], "ns"))).toBe(0);
});
