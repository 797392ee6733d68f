/** The time in milliseconds since 1970, UTC. Tests inject their own. */
export type Clock = () => number;

/**
 * A clock that never goes back: what has expired stays so when the system's clock is set back. It follows `wall` while
 * that is ahead; otherwise it goes on by `elapsed`, milliseconds that only grow. `from` is the earliest time it gives.
 */
export function steadyClock(wall: Clock, elapsed: () => number, from: number): Clock {
  let base = from;
  let baseElapsed = elapsed();
  return () => {
    const ticks = elapsed();
    const steady = Math.floor(base + ticks - baseElapsed);
    const now = wall();
    if (now < steady) return steady;
    base = now;
    baseElapsed = ticks;
    return now;
  };
}
