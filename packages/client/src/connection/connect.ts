import { checkToken } from "../check-token.ts";
import { ClientError } from "../client-error.ts";
import { checkTimeout } from "./check-timeout.ts";
import { checkUrl } from "./check-url.ts";
import type { Connection, GivenConnection } from "./connection.ts";

const usualTimeoutMs = 30_000;

/**
 * Finds out where requests go and as whom. The configuration, and the file of logins, are loaded only for what code
 * didn't give.
 *
 * @throws ClientError with code INVALID_URL, INSECURE_URL, UNTRUSTED_URL, UNTRUSTED_TOKEN, NO_TOKEN, INVALID_TOKEN,
 *   INVALID_OPTIONS, INVALID_LOGINS or LOGINS_UNAVAILABLE; ConfigError of `@keyfold/config`.
 */
export async function connect(given: GivenConnection): Promise<Connection> {
  const { url, token, timeoutMs } = given;
  if (given.config || !url || !token) {
    const files = await import("./connect-by-configuration.ts").catch(() => undefined);
    if (files) return files.connectByConfiguration(given);
    throw new ClientError(
      "INVALID_OPTIONS",
      "The client has no url or no token, and this runtime has no files that a configuration could be in.",
      "Give createClient both.",
    );
  }
  return {
    endpoint: checkUrl(url, "The client's option url", given.allowInsecureHttp ?? false),
    token: checkToken(token),
    timeoutMs: checkTimeout(timeoutMs ?? usualTimeoutMs, "The client's option timeoutMs"),
  };
}
