import type { Figure } from "./figure.ts";

/** How far the middle half of the repetitions lies around the median, as a share of it: 0.03 is ±3 %. */
export function spreadOf({ median, low, high }: Figure): number {
  return median === 0 ? 0 : (high - low) / 2 / median;
}
