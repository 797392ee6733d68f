import type { Clock } from "@keyfold/common/clock";
import { Client } from "../client.ts";
import type { ClientOptions } from "../connection.ts";
import { createCaller } from "../requests/call.ts";
import { timeoutMs } from "./quick-clock.ts";

/** The token of the tests' clients: long enough to be searched for. */
export const token = "keyfold_runner_7Qp4wZ9aXb2cV5nM8kL1";

/** A client on another clock, which always waits as long as it may. */
export function clientOf(url: string, clock: Clock, options: ClientOptions = {}): Client {
  return new Client(createCaller({ url, token, timeoutMs, ...options }, { clock, random: () => 1 }));
}
