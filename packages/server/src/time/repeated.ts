/** Work that is done every so often, never twice at a time, until it is closed. */
export class Repeated {
  readonly #work: (signal: AbortSignal) => Promise<void>;
  readonly #report: (error: unknown) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #closing = new AbortController();
  #running: Promise<void> | undefined;

  /**
   * @param work - should end soon after its signal is aborted.
   * @param everyMs - in milliseconds; for the first time after as long.
   * @param report - gets what the work throws.
   */
  constructor(work: (signal: AbortSignal) => Promise<void>, everyMs: number, report: (error: unknown) => void) {
    this.#work = work;
    this.#report = report;
    this.#timer = setInterval(() => this.start(), everyMs).unref();
  }

  /** Does the work now, unless it is being done. */
  start(): void {
    this.#running ??= this.#work(this.#closing.signal)
      .catch(this.#report)
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Resolves when the work that was begun is done. */
  async close(): Promise<void> {
    this.#closing.abort();
    clearInterval(this.#timer);
    await this.#running;
  }
}
