import { loadWithAutocannon } from "./autocannon.ts";
import { loadWithWrk, wrkProgram } from "./wrk.ts";

/** Connections that ask at once, each for its next answer when it has the one before. */
const allConnections = 32;

/** A request of a load. */
export interface RequestToSend {
  readonly path: string;
  readonly body?: string;
}

/** What to ask of a server, and how to know a good answer. */
export interface Target {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  /** Each request anew, so that all the names are asked for. */
  readonly next: () => RequestToSend;
  /** What each good answer holds. */
  readonly goodAnswer: string;
  /** The time that the server has taken of the processors, in nanoseconds; undefined where that can't be known. */
  readonly cpuTime: () => number | undefined;
}

/** What a load generator counts. */
export interface Counted {
  readonly answered: number;
  readonly bad: number;
  readonly seconds: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
}

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
