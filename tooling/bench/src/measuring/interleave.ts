/**
 * Repeats every measurement `repetitions` times, in turns: whatever else the machine does meanwhile meets all of them. Each
 * turn goes through them in the other direction, so that none always comes after the same one.
 *
 * @returns the samples by the measurement's name.
 */
export async function interleave<Name extends string, Sample>(
  measurements: Readonly<Partial<Record<Name, () => Sample | Promise<Sample>>>>,
  repetitions: number,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(measurements) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>;
  for (let turn = 0; turn < repetitions; turn += 1) {
    for (const name of turn % 2 === 0 ? names : names.toReversed()) {
      const measure = measurements[name];
      if (measure !== undefined) samples[name].push(await measure());
    }
  }
  return samples;
}
