/** The time that one request takes of the event loop, for which its caller is charged. */
export class RequestTime {
  readonly #elapsed: () => number;
  readonly #add: (ms: number) => void;
  #isCounting = false;

  /**
   * @param elapsed - milliseconds that only grow.
   * @param add - charges milliseconds.
   */
  constructor(elapsed: () => number, add: (ms: number) => void) {
    this.#elapsed = elapsed;
    this.#add = add;
  }

  /** Does a piece of the request's work, and charges what it takes. */
  measure<T>(work: () => T): T {
    if (this.#isCounting) return work();
    const begun = this.#elapsed();
    try {
      return work();
    } finally {
      this.#add(this.#elapsed() - begun);
    }
  }

  /**
   * Charges what follows until the event loop goes on to something else: called when a wait is over, it counts the promises
   * that this settles, too.
   */
  charge(): void {
    if (this.#isCounting) return;
    this.#isCounting = true;
    const begun = this.#elapsed();
    // Node's own queue has its turn once that of the promises is empty.
    queueMicrotask(() =>
      process.nextTick(() => {
        this.#isCounting = false;
        this.#add(this.#elapsed() - begun);
      }),
    );
  }
}
