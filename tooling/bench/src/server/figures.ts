import type { Load } from "../load/load.ts";
import { type Figure, summarize } from "../measuring/figure.ts";

/** Answers a second of loads, or values where each answer has several. */
export function rateOf(loads: readonly Load[] | undefined, valuesPerRequest = 1): Figure | undefined {
  return figureOf(
    loads?.map(({ perSecond }) => perSecond * valuesPerRequest),
    "/s",
  );
}

/** What the server took of the processors for each answer, or each value; undefined where that can't be known. */
export function cpuOf(loads: readonly Load[] | undefined, valuesPerRequest = 1): Figure | undefined {
  return figureOf(
    loads?.flatMap(({ cpuNs }) => (cpuNs === undefined ? [] : cpuNs / valuesPerRequest)),
    "ns",
  );
}

/** How long 99 of 100 answers took at most. */
export function p99Of(loads: readonly Load[] | undefined): Figure | undefined {
  return figureOf(
    loads?.map(({ p99Ms }) => p99Ms),
    "ms",
  );
}

function figureOf(samples: readonly number[] | undefined, unit: Figure["unit"]): Figure | undefined {
  return samples === undefined || samples.length === 0 ? undefined : summarize(samples, unit);
}
