import { ServerError } from "../server-error.ts";
import type { Clock } from "../time/clock.ts";

/** Refuses a caller for now. */
export class RateLimited extends ServerError {
  /** When to try again, in whole seconds. */
  readonly retryAfterSeconds: number;

  constructor(message: string, retryAfterSeconds = 1) {
    super("RATE_LIMITED", message, "Try again later; the header retry-after says when.");
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Counts requests in whole seconds. What it remembers goes every second, so it stays small. */
export class RateLimiter {
  readonly #perSecond: number;
  readonly #clock: Clock;
  #second = 0;
  readonly #counts = new Map<string, number>();

  constructor(perSecond: number, clock: Clock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
  }

  /**
   * Counts a request of `who` in this second.
   *
   * @throws ServerError `RATE_LIMITED` for one too many.
   */
  count(who: string): void {
    const second = Math.floor(this.#clock() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#counts.clear();
    }
    const count = (this.#counts.get(who) ?? 0) + 1;
    this.#counts.set(who, count);
    if (count > this.#perSecond) throw new RateLimited("Too many requests in one second.");
  }
}

/** Seconds that a caller may be ahead of its time: a pause of the whole process must not shut it out for long. */
const maxAheadSeconds = 5;

/** Adds up the time that callers take of the event loop, and has who took too much wait for as long as it is ahead. */
export class TimeBudget {
  readonly #msPerSecond: number;
  readonly #clock: Clock;
  #second = 0;
  /** What was taken and not yet made good, in milliseconds. */
  readonly #taken = new Map<string, number>();

  constructor(msPerSecond: number, clock: Clock) {
    this.#msPerSecond = msPerSecond;
    this.#clock = clock;
  }

  /**
   * Checks that `who` has time left.
   *
   * @throws ServerError `RATE_LIMITED`.
   */
  check(who: string): void {
    const taken = this.taken(who);
    if (taken < this.#msPerSecond) return;
    throw new RateLimited("The requests take too much of the server's time.", Math.floor(taken / this.#msPerSecond));
  }

  /** What `who` has taken and not yet made good, in milliseconds. */
  taken(who: string): number {
    this.#turn();
    return this.#taken.get(who) ?? 0;
  }

  /** Adds what a request of `who` took, in milliseconds. */
  add(who: string, ms: number): void {
    this.#taken.set(who, Math.min(this.taken(who) + ms, maxAheadSeconds * this.#msPerSecond));
  }

  #turn(): void {
    const second = Math.floor(this.#clock() / 1000);
    const madeGood = (second - this.#second) * this.#msPerSecond;
    if (madeGood === 0) return;
    this.#second = second;
    for (const [who, taken] of this.#taken) {
      if (taken > madeGood) this.#taken.set(who, taken - madeGood);
      else this.#taken.delete(who);
    }
  }
}
