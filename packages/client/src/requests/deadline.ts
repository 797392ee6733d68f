import type { Clock } from "@keyfold/common/clock";
import { ClientError } from "../client-error.ts";

/** The end of a call, whatever it does: by its time, or by its caller's signal. */
export class Deadline {
  /** Aborts when the call is over, with what it then throws. */
  readonly signal: AbortSignal;
  /** The last attempt's error, for the message of one that ran out of time. */
  lastError: ClientError | undefined;
  readonly #clock: Clock;
  readonly #endsAt: number;
  readonly #close: () => void;

  constructor(clock: Clock, milliseconds: number, origin: string, caller: AbortSignal | undefined) {
    const controller = new AbortController();
    this.signal = controller.signal;
    this.#clock = clock;
    this.#endsAt = clock.now() + milliseconds;
    const abort = (): void => controller.abort(caller?.reason);
    const cancel = clock.after(milliseconds, () => controller.abort(timeout(milliseconds, origin, this.lastError)));
    caller?.addEventListener("abort", abort, { once: true });
    if (caller?.aborted) abort();
    this.#close = () => {
      cancel();
      caller?.removeEventListener("abort", abort);
    };
  }

  /** Whether so many milliseconds are left, and some to use them. */
  hasTimeFor(milliseconds: number): boolean {
    return this.#clock.now() + milliseconds < this.#endsAt;
  }

  /** What a promise gives, or throws as soon as the call is over; the promise is then left alone. */
  until<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise<T>((resolve, reject) => {
      const abort = (): void => reject(signal.reason);
      if (signal.aborted) abort();
      signal.addEventListener("abort", abort, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
    });
  }

  /** Waits, unless the call is over before. */
  async wait(milliseconds: number): Promise<void> {
    let cancel = (): void => {};
    const waiting = new Promise<void>((resolve) => {
      cancel = this.#clock.after(milliseconds, resolve);
    });
    await this.until(waiting).finally(() => cancel());
  }

  /** Releases the timer and the caller's signal. */
  close(): void {
    this.#close();
  }
}

function timeout(milliseconds: number, origin: string, lastError: ClientError | undefined): ClientError {
  const last = lastError ? ` The last attempt: ${lastError.message}` : "";
  return new ClientError(
    "TIMEOUT",
    `There was no answer from ${origin} within ${milliseconds / 1000} s.${last}`,
    "See whether the server is overloaded or far away; cloud.request_timeout_seconds or timeoutMs gives it longer.",
  );
}
