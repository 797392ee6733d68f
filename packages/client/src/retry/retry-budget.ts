const most = 20;
const perAnswer = 0.1;

/**
 * How many repeats a client has left. A server that is down gets 20 requests more than there are calls and then only
 * the calls; ten answers earn one repeat.
 */
export class RetryBudget {
  #left = most;

  /** Whether a repeat may be sent; it is then counted. */
  take(): boolean {
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  /** Notes that the server answered as it should. */
  earn(): void {
    this.#left = Math.min(most, this.#left + perAnswer);
  }
}
