import { setTimeout as delay } from "node:timers/promises";
import type { Clock } from "./clock.ts";

/** Waits for work, `ms` milliseconds at most: then it throws, and `late` is what it says. The work goes on. */
export async function inTime<T>(work: Promise<T>, ms: number, late = `no answer in ${ms} ms`): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(late)), ms);
  });
  return Promise.race([work, timeout]).finally(() => clearTimeout(timer));
}

/**
 * Work that many ask for: it runs at most once in `ms` milliseconds, and whoever asks meanwhile gets what it gave.
 *
 * @returns a function that gives a result no older than `ms` when its work began.
 */
export function recently<T>(work: () => Promise<T>, ms: number, clock: Clock): () => Promise<T> {
  let result: Promise<T> | undefined;
  let begun = 0;
  let isRunning = false;
  return () => {
    if (result !== undefined && (isRunning || clock() - begun < ms)) return result;
    begun = clock();
    isRunning = true;
    result = work().finally(() => {
      isRunning = false;
    });
    return result;
  };
}

/** Between two slices, in milliseconds, so that most of the time is theirs who are served. */
const pauseMs = 20;

/** Does slice after slice, until one gives that there is no more to do or the signal is aborted. */
export async function inSlices(slice: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await slice())) await delay(pauseMs);
}

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
