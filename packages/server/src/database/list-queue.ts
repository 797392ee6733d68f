import { RateLimited } from "../budgets/rate-limiter.ts";
import type { Clock } from "../time/clock.ts";
import { listTimeout } from "./errors.ts";

/** Lists of one token that wait while another is read. */
const maxWaiting = 100;

interface Turns {
  /** Those that wait and the one that is read. */
  count: number;
  last: Promise<unknown>;
}

/** Reads each token's lists one at a time, so that many lists of one token take no more than their turn from those of others. */
export class ListQueue {
  readonly #maxMs: number;
  readonly #clock: Clock;
  readonly #byToken = new Map<string, Turns>();

  /** @param maxMs - how long a list may take, its wait included, in milliseconds. */
  constructor(maxMs: number, clock: Clock) {
    this.#maxMs = maxMs;
    this.#clock = clock;
  }

  /**
   * Does `work` once the token's lists before it are done.
   *
   * @param tokenId - the id of the token or run.
   * @param work - calls the function that it gets before each statement: it throws `LIST_TIMEOUT` once the time is up.
   * @throws ServerError `RATE_LIMITED` if too many of the token's lists wait, `LIST_TIMEOUT`, or what `work` throws.
   */
  async run<T>(tokenId: string, work: (checkTime: () => void) => Promise<T>): Promise<T> {
    const end = this.#clock() + this.#maxMs;
    const checkTime = (): void => {
      if (this.#clock() >= end) throw listTimeout();
    };
    const turns: Turns = this.#byToken.get(tokenId) ?? { count: 0, last: Promise.resolve() };
    if (turns.count > maxWaiting) {
      throw new RateLimited("Too many lists of this token are waiting.");
    }
    this.#byToken.set(tokenId, turns);
    turns.count += 1;
    const turn = turns.last.then(() => {
      checkTime();
      return work(checkTime);
    });
    turns.last = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      turns.count -= 1;
      if (turns.count === 0) this.#byToken.delete(tokenId);
    }
  }
}
