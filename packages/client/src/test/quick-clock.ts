import type { Clock } from "@keyfold/common/clock";

/** The time of a call in tests: no timer but this one's is as long. */
export const timeoutMs = 12_345;

export interface QuickClock extends Clock {
  /** How long the client waited between attempts; it did not take that long. */
  waits: number[];
  /** Ends the call that goes on. */
  runOut(): void;
}

/** A clock whose waits are over at once, and on which a call's time runs out when the test says so. */
export function quickClock(duringWait: () => Promise<unknown> = async () => {}): QuickClock {
  let now = Date.UTC(2026, 0, 31, 9, 30);
  let runOut = (): void => {};
  const waits: number[] = [];
  return {
    waits,
    runOut: () => runOut(),
    now: () => now,
    after(milliseconds, callBack) {
      if (milliseconds === timeoutMs) {
        runOut = callBack;
        return () => {};
      }
      waits.push(milliseconds);
      now += milliseconds;
      let cancelled = false;
      duringWait().then(() => setImmediate(() => cancelled || callBack()));
      return () => {
        cancelled = true;
      };
    },
  };
}
