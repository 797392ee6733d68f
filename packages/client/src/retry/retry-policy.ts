import { ClientError } from "../client-error.ts";

/** How often a call is sent, and how long it waits in between. */
export interface RetryOptions {
  /** How often one request is sent at most, the first time included. 4 unless given; 1 repeats nothing. */
  attempts?: number;
  /** The longest wait before the second attempt, in milliseconds; it doubles with each one. 100 unless given. */
  minDelayMs?: number;
  /** The longest wait of all, in milliseconds, unless the server asks for a longer one. 5000 unless given. */
  maxDelayMs?: number;
}

export type RetryPolicy = Readonly<Required<RetryOptions>>;

const usual: RetryPolicy = { attempts: 4, minDelayMs: 100, maxDelayMs: 5000 };

/** Throws `ClientError` with code INVALID_OPTIONS for what can't be. */
export function readRetryPolicy(options: RetryOptions | false | undefined): RetryPolicy {
  if (options === false) return { ...usual, attempts: 1 };
  const { attempts = usual.attempts, minDelayMs = usual.minDelayMs, maxDelayMs = usual.maxDelayMs } = options ?? {};
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
