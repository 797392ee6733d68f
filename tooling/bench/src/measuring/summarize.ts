import type { Figure, Unit } from "./figure.ts";
import { quantile } from "./quantile.ts";

/** The figure of several repetitions. */
export function summarize(samples: readonly number[], unit: Unit): Figure {
  return {
    unit,
    median: quantile(samples, 0.5),
    low: quantile(samples, 0.25),
    high: quantile(samples, 0.75),
    repetitions: samples.length,
  };
}
