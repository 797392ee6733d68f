export type Unit = "ns" | "ms" | "/s" | "kB" | "MB";

/** What was measured: the median of several repetitions, and between which bounds the middle half of them lies. */
export interface Figure {
  readonly unit: Unit;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly repetitions: number;
}
