import { interleave } from "../interleave.ts";
import { type Figure, summarize, type Unit } from "../report/figure.ts";
import { autocannon } from "./autocannon.ts";
import type { Generator, Target } from "./target.ts";
import { findWrk } from "./wrk.ts";

export interface Load {
  readonly perSecond: number;
  /** 99 of 100 answers took at most this long. */
  readonly p99Ms: number;
  /** All did. */
  readonly slowestMs: number;
  /** What the server took of the processors for each answer, in nanoseconds; undefined where that can't be known. */
  readonly cpuNs: number | undefined;
}

interface LoadOptions {
  readonly seconds: number;
  /** Connections that ask at once, each for its next answer when it has the one before; by default 32. */
  readonly connections?: number;
  /** By default wrk where it is installed, which takes little of the processors for itself, else autocannon. */
  readonly generator?: Generator;
}

/** Rounds are short, so that the machine is as fast for all of those that are compared. */
const [warmUpSeconds, roundSeconds] = [3, 1];

/** What sends the load, as the report names it. */
export function loadGenerator(): string {
  return findWrk() === undefined ? "autocannon, as wrk is not installed" : "wrk with one thread";
}

/**
 * Loads a server for some seconds.
 *
 * @throws Error if one answer was not a good one.
 */
export async function load(
  target: Target,
  { seconds, connections = 32, generator = findWrk() ?? autocannon }: LoadOptions,
): Promise<Load> {
  const before = target.cpuTime();
  const { answered, bad, p99Ms, slowestMs, ...counted } = await generator(target, seconds, connections);
  const after = target.cpuTime();
  const asked = answered + bad;
  if (bad > 0 || asked === 0) throw new Error(`${bad} of ${asked} answers of ${target.url} were not good ones`);
  const cpuNs = before === undefined || after === undefined ? undefined : (after - before) / answered;
  return { perSecond: answered / counted.seconds, p99Ms, slowestMs, cpuNs };
}

/** Loads a server, or several that share the connections: their load together. */
async function loadTogether(targets: readonly Target[], { connections = 32, ...options }: LoadOptions): Promise<Load> {
  const share = { ...options, connections: connections / targets.length };
  const loads = await Promise.all(targets.map((target) => load(target, share)));
  const perSecond = loads.reduce((sum, each) => sum + each.perSecond, 0);
  const cpuPerSecond = loads.reduce((sum, { cpuNs = Number.NaN, ...each }) => sum + cpuNs * each.perSecond, 0);
  return {
    perSecond,
    p99Ms: Math.max(...loads.map(({ p99Ms }) => p99Ms)),
    slowestMs: Math.max(...loads.map(({ slowestMs }) => slowestMs)),
    cpuNs: Number.isNaN(cpuPerSecond) ? undefined : cpuPerSecond / perSecond,
  };
}

/** Loads in turns, once each target has been warmed up: of a server, of several at once, and none of what is undefined. */
export async function loadsOf<Name extends string>(
  { quick }: { readonly quick: boolean },
  targets: Readonly<Record<Name, Target | readonly Target[] | undefined>>,
  { rounds = quick ? 4 : 10, ...more }: Omit<LoadOptions, "seconds"> & { readonly rounds?: number } = {},
): Promise<Record<Name, Load[]>> {
  const entries = Object.entries<Target | readonly Target[] | undefined>(targets).map(([name, target]) => {
    const all = [target ?? []].flat();
    return [name, all.length === 0 ? undefined : (seconds: number) => loadTogether(all, { ...more, seconds })] as const;
  });
  for (const [, measure] of entries) await measure?.(warmUpSeconds);
  const measurements = entries.map(([name, measure]) => [name, measure && (() => measure(roundSeconds))] as const);
  return interleave(Object.fromEntries(measurements) as Record<Name, (() => Promise<Load>) | undefined>, rounds);
}

/** Answers a second, or values where each answer has several. */
export function rate(loads: readonly Load[], valuesPerAnswer = 1): Figure | undefined {
  return figureOf(loads, ({ perSecond }) => perSecond * valuesPerAnswer, "/s");
}

/** What the server took of the processors for each answer, or each value. */
export function cpu(loads: readonly Load[], valuesPerAnswer = 1): Figure | undefined {
  return figureOf(loads, ({ cpuNs }) => cpuNs && cpuNs / valuesPerAnswer, "ns");
}

/** What an answer takes while all connections ask, as a share of the time. */
export function cost(loads: readonly Load[]): Figure | undefined {
  return figureOf(loads, ({ perSecond }) => 1e9 / perSecond, "ns");
}

/** How long 99 of 100 answers took at most. */
export function p99(loads: readonly Load[]): Figure | undefined {
  return figureOf(loads, ({ p99Ms }) => p99Ms, "ms");
}

/** The figure of what is known of loads; undefined without any. */
function figureOf(loads: readonly Load[], of: (load: Load) => number | undefined, unit: Unit): Figure | undefined {
  const samples = loads.map(of).filter((sample) => sample !== undefined);
  return samples.length === 0 ? undefined : summarize(samples, unit);
}
