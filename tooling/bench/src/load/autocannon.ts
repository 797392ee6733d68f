import { createRequire } from "node:module";
import { join } from "node:path";
import { quantile } from "../measuring/figure.ts";
import { peersFolder } from "../peers/install-npm-peers.ts";
import type { Counted, RequestToSend, Target } from "./target.ts";

/** What one connection remembers between its requests. */
type Context = Record<string, unknown>;

/** As much of a request as autocannon is given. */
interface AutocannonRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  setupRequest(request: object, context: Context): object;
  onResponse?(status: number, body: string, context: Context): void;
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

/** Loads a server with autocannon, of npm. */
export function loadWithAutocannon(target: Target, seconds: number, connections: number): Promise<Counted> {
  const { method, headers, next, goodAnswer } = target;
  const request = { method, headers, setupRequest: (given: object) => ({ ...given, ...next() }) };
  return count(target.url, [request], goodAnswer, seconds, connections);
}

/** Pairs of requests, the second made of the answer to the first. A pair counts once. */
export interface Pairs extends Pick<Target, "url" | "headers" | "goodAnswer" | "cpuTime"> {
  readonly first: () => RequestToSend;
  readonly second: (answer: string) => RequestToSend;
}

/** Loads a server with pairs of requests. */
export async function loadPairs(pairs: Pairs, seconds: number, connections: number): Promise<Counted> {
  const { url, headers, first, second, goodAnswer } = pairs;
  const requests: AutocannonRequest[] = [
    {
      method: "POST",
      headers,
      setupRequest: (given) => ({ ...given, ...first() }),
      onResponse: (_status, body, context) => {
        context.answer = body;
      },
    },
    { method: "POST", headers, setupRequest: (given, { answer }) => ({ ...given, ...second(String(answer)) }) },
  ];
  const counted = await count(url, requests, goodAnswer, seconds, connections);
  return { ...counted, answered: counted.answered / 2 };
}

async function count(
  url: string,
  requests: readonly AutocannonRequest[],
  goodAnswer: string,
  seconds: number,
  connections: number,
): Promise<Counted> {
  const autocannon = createRequire(join(peersFolder, "package.json"))("autocannon") as Autocannon;
  const times: number[] = [];
  const verifyBody = (body: string): boolean => body.includes(goodAnswer);
  const running = autocannon({ url, connections, duration: seconds, requests, verifyBody });
  running.on("response", (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  const { duration, non2xx, errors, timeouts, mismatches, "2xx": answered } = await running;
  const bad = non2xx + errors + timeouts + mismatches;
  return { answered, bad, seconds: duration, p99Ms: quantile(times, 0.99), slowestMs: quantile(times, 1) };
}
