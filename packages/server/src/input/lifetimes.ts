import { ServerError } from "../server-error.ts";

/** How long a run lives or is extended by, in seconds, where the request does not say. */
export const defaultRunTtlSeconds = 300;

/** The largest GraphQL Int: 68 years. */
export const maxTokenTtlSeconds: number = 2 ** 31 - 1;

/**
 * Checks a lifetime, and gives it back.
 *
 * @param ttlSeconds - in seconds.
 * @param max - in seconds.
 * @throws ServerError `BAD_INPUT` for less than a second or more than `max`.
 */
export function checkTtl(ttlSeconds: number, max: number): number {
  if (ttlSeconds >= 1 && ttlSeconds <= max) return ttlSeconds;
  throw new ServerError("BAD_INPUT", `A lifetime must be 1 to ${max} seconds.`, "Extend what has to live longer.");
}
