export type Unit = "ns" | "ms" | "/s" | "kB" | "MB" | "×";

/** What was measured: the median of several rounds, and between which bounds the middle half of them lies. */
export interface Figure {
  readonly unit: Unit;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** One of each round, in the order in which they were taken. */
  readonly samples: readonly number[];
}

/** The figure of several rounds. */
export function summarize(samples: readonly number[], unit: Unit): Figure {
  return {
    unit,
    median: quantile(samples, 0.5),
    low: quantile(samples, 0.25),
    high: quantile(samples, 0.75),
    samples,
  };
}

/** How many times theirs ours is, round by round: the machine is as fast for both samples of a round. */
export function ratioOf(ours: Figure, theirs: Figure): Figure {
  return summarize(
    ours.samples.map((sample, round) => sample / (theirs.samples[round] ?? Number.NaN)),
    "×",
  );
}

/** By how many milliseconds each sample is above the one of the same round. */
export function addedTo(base: readonly number[], samples: readonly number[]): Figure {
  return summarize(
    samples.map((ms, round) => ms - (base[round] ?? Number.NaN)),
    "ms",
  );
}

/** How far the middle half of the rounds lies around the median, as a share of it: 0.03 is ±3 %. */
export function spreadOf({ median, low, high }: Figure): number {
  return median === 0 ? 0 : (high - low) / 2 / Math.abs(median);
}

/**
 * The value below which the share `q` of the samples lies, between two samples in proportion; 0.5 is the median.
 *
 * @throws RangeError without samples.
 */
export function quantile(samples: readonly number[], q: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * q;
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  if (below === undefined || above === undefined) throw new RangeError("no samples");
  return below + (above - below) * (place - Math.floor(place));
}
