import type { Clock } from "./clock.ts";

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
