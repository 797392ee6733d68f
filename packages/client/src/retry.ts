import { ClientError } from "./client-error.ts";

/** How often a call is sent, and how long it waits in between. */
export interface RetryOptions {
  /** How often one request is sent at most, the first time included. 4 unless given; 1 repeats nothing. */
  attempts?: number;
  /** The maximum wait before the second attempt, in milliseconds; it doubles with each one. 100 unless given. */
  minDelayMs?: number;
  /** The maximum wait, in milliseconds, unless the server asks for a longer one. 5000 unless given. */
  maxDelayMs?: number;
}

export type RetryPolicy = Readonly<Required<RetryOptions>>;

const defaults: RetryPolicy = { attempts: 4, minDelayMs: 100, maxDelayMs: 5000 };

/**
 * The policy that options make of the defaults; `false`: nothing is repeated.
 *
 * @throws ClientError with code INVALID_OPTIONS.
 */
export function readRetryPolicy(options: RetryOptions | false | undefined): RetryPolicy {
  if (options === false) return { ...defaults, attempts: 1 };
  const {
    attempts = defaults.attempts,
    minDelayMs = defaults.minDelayMs,
    maxDelayMs = defaults.maxDelayMs,
  } = options ?? {};
  const isDelay = (ms: number): boolean => Number.isFinite(ms) && ms >= 0;
  if (Number.isInteger(attempts) && attempts >= 1 && isDelay(minDelayMs) && isDelay(maxDelayMs)) {
    return { attempts, minDelayMs, maxDelayMs };
  }
  throw new ClientError(
    "INVALID_OPTIONS",
    "The client's option retry is not valid.",
    "attempts is a whole number from 1; minDelayMs and maxDelayMs are milliseconds from 0.",
  );
}

/** Past this many the wait is at its greatest; doubling for ever ends in Infinity. */
const maxDoublings = 60;

/**
 * How long to wait before the next attempt, in milliseconds: exponential backoff with full jitter, so that many clients
 * of a server that comes back don't all come at once.
 *
 * @param attempt - how many attempts have failed, from 1.
 * @param random - from 0 to 1.
 */
export function backoffDelay(attempt: number, { minDelayMs, maxDelayMs }: RetryPolicy, random: number): number {
  return random * Math.min(maxDelayMs, minDelayMs * 2 ** Math.min(attempt - 1, maxDoublings));
}

const maxRepeats = 20;
const perAnswer = 0.1;

/**
 * How many repeats a client has left. A server that is down gets 20 requests more than there are calls and then only
 * the calls; ten answers earn one repeat.
 */
export class RetryBudget {
  #left = maxRepeats;

  /** Whether a repeat may be sent; it is then counted. */
  take(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** Notes that the server answered as it should. */
  earn(): void {
    this.#left = Math.min(maxRepeats, this.#left + perAnswer);
  }
}

/**
 * What a `Retry-After` header asks for, in milliseconds from now; `undefined` if there is none or it is not valid.
 *
 * @param header - seconds, or a date of HTTP.
 * @param now - milliseconds since 1970.
 */
export function parseRetryAfter(header: string | null | undefined, now: number): number | undefined {
  const string = header?.trim() ?? "";
  if (/^\d+$/.test(string)) return Number(string) * 1000;
  // Date.parse takes much that is no date of HTTP, such as "-1".
  if (!/^[A-Z][a-z]+,? .*\d\d:\d\d:\d\d/.test(string)) return undefined;
  // The oldest form of a date has no zone and is in GMT as well.
  const date = Date.parse(string.endsWith("GMT") ? string : `${string} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
