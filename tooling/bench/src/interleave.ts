import { quantile } from "./report/figure.ts";

/**
 * Takes a sample of every measurement in each of so many rounds: whatever else the machine does meanwhile meets all of them. Each
 * round goes through them in the other direction, so that none always comes after the same one.
 *
 * @returns the samples by the measurement's name: none of one that is undefined.
 */
export async function interleave<Name extends string, Sample>(
  measurements: Readonly<Record<Name, (() => Sample | Promise<Sample>) | undefined>>,
  rounds: number,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(measurements) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>;
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const measure = measurements[name];
      if (measure !== undefined) samples[name].push(await measure());
    }
  }
  return samples;
}

/** How many requests that go one after the other make a sample: the median of what they took. */
const requestsPerSample = 10;

type Send = () => Promise<unknown>;

/**
 * What single requests take, one after the other, in milliseconds.
 *
 * @param requests - each prepares a request and gives what sends it, which alone is measured.
 * @param warmUps - how many samples of each are taken and left out first.
 */
export async function requestTimes<Name extends string>(
  requests: Readonly<Record<Name, () => Send | Promise<Send>>>,
  { quick, warmUps }: { readonly quick: boolean; readonly warmUps: number },
): Promise<Record<Name, number[]>> {
  const sample = (prepare: () => Send | Promise<Send>) => async (): Promise<number> => {
    const times: number[] = [];
    for (let sent = 0; sent < requestsPerSample; sent += 1) {
      const send = await prepare();
      const before = performance.now();
      await send();
      times.push(performance.now() - before);
    }
    return quantile(times, 0.5);
  };
  const names = Object.keys(requests) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, sample(requests[name])]));
  await interleave(samples, warmUps);
  return interleave(samples as Record<Name, () => Promise<number>>, quick ? 20 : 60);
}
