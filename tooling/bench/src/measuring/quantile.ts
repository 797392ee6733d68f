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
