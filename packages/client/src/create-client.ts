import { systemClock } from "@keyfold/common/clock";
import { Client } from "./client.ts";
import type { ClientOptions } from "./connection.ts";
import { createCaller } from "./requests/call.ts";

/**
 * Makes a client of a Keyfold server. It sends nothing yet: a URL, a token or a `timeoutMs` that is not valid is an error
 * of the first call. The configuration is loaded, at the first call, only if `url` or `token` is not given.
 *
 * @example
 * ```ts
 * const client = createClient({ url: "https://keyfold.example", token });
 * await client.setSecret({ name: "my secret", value: 42 });
 * ```
 *
 * @param options - all of it may be left out.
 * @throws ClientError with code INVALID_OPTIONS if `retry` is not valid.
 */
export function createClient(options: ClientOptions = {}): Client {
  return new Client(createCaller(options, { clock: systemClock, random: Math.random }));
}
