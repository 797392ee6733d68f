import { createRequire } from "node:module";
import { join } from "node:path";
import { quantile } from "../measuring/figure.ts";
import { peersFolder } from "../peers/install-npm-peers.ts";

/** Connections that ask at once, each for its next answer when it has the one before. */
const connections = 32;

interface RequestToSend {
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

export interface Load {
  readonly perSecond: number;
  /** 99 of 100 answers took at most this long. */
  readonly p99Ms: number;
  /** All did. */
  readonly slowestMs: number;
  /** What the server took of the processors for each answer, in nanoseconds; undefined where that can't be known. */
  readonly cpuNs: number | undefined;
}

/** As much of autocannon as is used here. */
type Autocannon = (options: object) => Promise<{
  readonly duration: number;
  readonly "2xx": number;
  readonly non2xx: number;
  readonly errors: number;
  readonly timeouts: number;
  readonly mismatches: number;
}> & { on(event: "response", listener: (...response: [object, number, number, number]) => void): void };

/**
 * Loads a server with autocannon for some seconds.
 *
 * @throws Error if one answer was not a good one.
 */
export async function load(target: Target, seconds: number): Promise<Load> {
  const autocannon = createRequire(join(peersFolder, "package.json"))("autocannon") as Autocannon;
  const times: number[] = [];
  const before = target.cpuTime();
  const running = autocannon({
    url: target.url,
    connections,
    duration: seconds,
    requests: [
      {
        method: target.method,
        headers: target.headers,
        setupRequest: (request: object) => ({ ...request, ...target.next() }),
      },
    ],
    verifyBody: (body: string) => body.includes(target.goodAnswer),
  });
  running.on("response", (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  const { duration, non2xx, errors, timeouts, mismatches, "2xx": answered } = await running;
  const bad = non2xx + errors + timeouts + mismatches;
  const after = target.cpuTime();
  const cpuNs = before === undefined || after === undefined ? undefined : (after - before) / answered;
  if (bad > 0) throw new Error(`${bad} of ${answered + bad} answers of ${target.url} were not good ones`);
  return { perSecond: answered / duration, p99Ms: quantile(times, 0.99), slowestMs: quantile(times, 1), cpuNs };
}
