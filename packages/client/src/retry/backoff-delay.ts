import type { RetryPolicy } from "./retry-policy.ts";

/** Past this many the wait is at its greatest; doubling for ever ends in Infinity. */
const mostDoublings = 60;

/**
 * How long to wait before the next attempt, in milliseconds: exponential backoff with full jitter, so that many clients
 * of a server that comes back don't all come at once.
 *
 * @param attempt - how many attempts have failed, from 1.
 * @param random - from 0 to 1.
 */
export function backoffDelay(attempt: number, { minDelayMs, maxDelayMs }: RetryPolicy, random: number): number {
  return random * Math.min(maxDelayMs, minDelayMs * 2 ** Math.min(attempt - 1, mostDoublings));
}
