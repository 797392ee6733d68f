import { loadWithAutocannon } from "./autocannon.ts";
import type { Counted, Target } from "./target.ts";
import { loadWithWrk, wrkProgram } from "./wrk.ts";

/** Connections that ask at once, each for its next answer when it has the one before. */
const allConnections = 32;

export interface Load {
  readonly perSecond: number;
  /** 99 of 100 answers took at most this long. */
  readonly p99Ms: number;
  /** All did. */
  readonly slowestMs: number;
  /** What the server took of the processors for each answer, in nanoseconds; undefined where that can't be known. */
  readonly cpuNs: number | undefined;
}

/** What sends the load, as the report names it. */
export function loadGenerator(): string {
  return wrkProgram() === undefined ? "autocannon, as wrk is not installed" : "wrk with one thread";
}

/**
 * Loads a server for some seconds: with wrk where it is installed, which takes little of the processors for itself, else with autocannon.
 *
 * @throws Error if one answer was not a good one.
 */
export function load(target: Target, seconds: number, connections: number = allConnections): Promise<Load> {
  const wrk = wrkProgram();
  return measured(target, () =>
    wrk === undefined
      ? loadWithAutocannon(target, seconds, connections)
      : loadWithWrk(wrk, target, seconds, connections),
  );
}

/**
 * The load that a generator counts, with what the server took for it.
 *
 * @throws Error if one answer was not a good one.
 */
export async function measured(
  { url, cpuTime }: Pick<Target, "url" | "cpuTime">,
  count: () => Promise<Counted>,
): Promise<Load> {
  const before = cpuTime();
  const { answered, bad, seconds, p99Ms, slowestMs } = await count();
  const after = cpuTime();
  if (bad > 0 || answered === 0) throw new Error(`${bad} of ${answered + bad} answers of ${url} were not good ones`);
  const cpuNs = before === undefined || after === undefined ? undefined : (after - before) / answered;
  return { perSecond: answered / seconds, p99Ms, slowestMs, cpuNs };
}
