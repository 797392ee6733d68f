import fc from "fast-check";
import { expect, it } from "vitest";
import { addedTo, quantile, spreadOf, summarize } from "./figure.ts";

it.each([
  [[3, 1, 2], 0.5, 2],
  [[4, 1, 3, 2], 0.5, 2.5],
  [[10, 20, 30, 40, 50], 0.25, 20],
  [[7], 0.99, 7],
  [[1, 100, 10], 1, 100],
])("the quantile of %j at %d is %d", (samples, q, expected) => {
  expect(quantile(samples, q)).toBe(expected);
});

it("leaves the samples as they were", () => {
  const samples = [3, 1, 2];
  quantile(samples, 0.5);
  expect(samples).toEqual([3, 1, 2]);
});

it("the median has at most half of the samples on either side of the median", () => {
  const samples = fc.array(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), { minLength: 1 });
  fc.assert(
    fc.property(samples, (numbers) => {
      const median = quantile(numbers, 0.5);
      expect(numbers.filter((number) => number < median).length * 2).toBeLessThanOrEqual(numbers.length);
      expect(numbers.filter((number) => number > median).length * 2).toBeLessThanOrEqual(numbers.length);
    }),
  );
});

it("refuses an empty list", () => {
  expect(() => quantile([], 0.5)).toThrow(RangeError);
});

it("gives the median and the middle half of the rounds", () => {
  const samples = [90, 110, 100, 80, 500];
  const figure = summarize(samples, "ms");
  expect(figure).toEqual({ unit: "ms", median: 100, low: 90, high: 110, samples });
  expect(spreadOf(figure)).toBeCloseTo(0.1);
  expect(spreadOf(summarize([-90, -110, -100, -80, -500], "ms"))).toBeCloseTo(0.1);
});

it("knows no spread of one round, nor of nothing", () => {
  expect(spreadOf(summarize([12.5], "kB"))).toBe(0);
  expect(spreadOf(summarize([0, 0], "ns"))).toBe(0);
});

it("takes a difference round by round", () => {
  expect(addedTo([10, 40, 20], [12, 43, 21])).toMatchObject({ unit: "ms", median: 2, samples: [2, 3, 1] });
});
