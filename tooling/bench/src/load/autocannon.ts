import { createRequire } from "node:module";
import { join } from "node:path";
import { peersFolder } from "../npm-peers.ts";
import { quantile } from "../report/figure.ts";
import type { Generator } from "./target.ts";

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
export const autocannon: Generator = async (target, seconds, connections) => {
  const { url, method, headers, next, second, goodAnswer } = target;
  const requests: object[] = [{ method, headers, setupRequest: (given: object) => ({ ...given, ...next() }) }];
  if (second !== undefined) {
    const onResponse = (_status: number, body: string, context: { answer?: string }): void => {
      context.answer = body;
    };
    const setupRequest = (given: object, { answer }: { answer?: string }) => ({ ...given, ...second(String(answer)) });
    requests.splice(0, 1, { ...requests[0], onResponse }, { method, headers, setupRequest });
  }
  const times: number[] = [];
  const verifyBody = (body: string): boolean => body.includes(goodAnswer);
  const start = createRequire(join(peersFolder, "package.json"))("autocannon") as Autocannon;
  const running = start({ url, connections, duration: seconds, requests, verifyBody });
  running.on("response", (_client, _status, _bytes, milliseconds) => times.push(milliseconds));
  const { duration, non2xx, errors, timeouts, mismatches, "2xx": answered } = await running;
  return {
    answered: answered / requests.length,
    bad: non2xx + errors + timeouts + mismatches,
    seconds: duration,
    p99Ms: quantile(times, 0.99),
    slowestMs: quantile(times, 1),
  };
};
