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
}

export interface Load {
  readonly perSecond: number;
  /** 99 of 100 answers took at most this long. */
  readonly p99Ms: number;
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
  if (bad > 0) throw new Error(`${bad} of ${answered + bad} answers of ${target.url} were not good ones`);
  return { perSecond: answered / duration, p99Ms: quantile(times, 0.99) };
}
