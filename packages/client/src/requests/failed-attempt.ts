import type { ClientError } from "../client-error.ts";

/** Whether a failed attempt may be sent again: never, if doing it twice is doing it once, or because it was never done. */
export type Repeat = "never" | "if-repeatable" | "always";

/** One attempt that failed, inside this package; callers get its `error`. */
export class FailedAttempt extends Error {
  readonly error: ClientError;
  readonly repeat: Repeat;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(error: ClientError, repeat: Repeat, retryAfterMs?: number) {
    super(error.message);
    this.error = error;
    this.repeat = repeat;
    this.retryAfterMs = retryAfterMs;
  }
}
