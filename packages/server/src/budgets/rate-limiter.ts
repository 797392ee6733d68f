import { ServerError } from "../server-error.ts";
import type { Clock } from "../time/clock.ts";

/** Counts requests in whole seconds. What it remembers goes every second, so it stays small. */
export class RateLimiter {
  readonly #perSecond: number;
  readonly #clock: Clock;
  #second = 0;
  #counts = new Map<string, number>();

  constructor(perSecond: number, clock: Clock) {
    this.#perSecond = perSecond;
    this.#clock = clock;
  }

  /** Throws `RATE_LIMITED` for one request too many of `who` in this second. */
  count(who: string): void {
    const second = Math.floor(this.#clock() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#counts.clear();
    }
    const count = (this.#counts.get(who) ?? 0) + 1;
    this.#counts.set(who, count);
    if (count > this.#perSecond) {
      throw new ServerError("RATE_LIMITED", "Too many requests in one second.", "Try again in a second.");
    }
  }
}
