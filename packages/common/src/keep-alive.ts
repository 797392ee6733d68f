import { backgroundTimer, type Timer } from "./clock.ts";
import { codeOf } from "./error.ts";

/** A run that is to be kept alive. */
export interface KeptRun {
  /** Its lifetime, which each extension gives it anew. */
  readonly ttlSeconds: number;
  /** Asks the server to extend it. */
  readonly extend: () => Promise<unknown>;
  /** Called with the server's refusal when the run is over, or can't be extended any more. */
  readonly onOver: (error: unknown) => void;
}

/** Codes after which asking again is of no use. */
const final = new Set([
  "RUN_ENDED",
  "RUN_EXPIRED",
  "UNAUTHENTICATED",
  "FORBIDDEN",
  "NOT_FOUND",
  "BAD_INPUT",
  "LIMIT_EXCEEDED",
]);

/**
 * Extends a run three times in its lifetime, so that one lost request does not end it.
 *
 * @returns what stops it.
 */
export function keepAlive({ ttlSeconds, extend, onOver }: KeptRun, timer: Timer = backgroundTimer): () => void {
  let stopped = false;
  let cancel = (): void => {};
  const look = async (): Promise<void> => {
    try {
      await extend();
    } catch (error) {
      if (!stopped && final.has(codeOf(error))) {
        stopped = true;
        onOver(error);
      }
    }
    wait();
  };
  const wait = (): void => {
    if (!stopped) cancel = timer.after((ttlSeconds * 1000) / 3, () => void look());
  };
  wait();
  return () => {
    stopped = true;
    cancel();
  };
}
