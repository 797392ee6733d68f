import { expect, test, vi } from "vitest";
import { keepAlive } from "./keep-alive.ts";

/** A timer whose waits end when the test says so. */
function handTimer(): { after: (ms: number, callBack: () => void) => () => void; next: () => number | undefined } {
  const waits: [number, () => void][] = [];
  return {
    after(ms, callBack) {
      waits.push([ms, callBack]);
      return () => void waits.splice(0);
    },
    next() {
      const [ms, callBack] = waits.shift() ?? [];
      callBack?.();
      return ms;
    },
  };
}

const failWith = (code: string) => Object.assign(new Error("refused"), { code });

test("a run is extended three times in its lifetime, also after a request that was lost", async () => {
  const timer = handTimer();
  const extend = vi.fn<() => Promise<unknown>>().mockRejectedValueOnce(failWith("SERVER_UNREACHABLE"));
  const onOver = vi.fn();
  const stop = keepAlive({ ttlSeconds: 30, extend, onOver }, timer);
  for (let times = 1; times <= 3; times += 1) {
    expect(timer.next()).toBe(10_000);
    await new Promise(setImmediate);
    expect(extend).toHaveBeenCalledTimes(times);
  }
  stop();
  expect([timer.next(), onOver.mock.calls]).toEqual([undefined, []]);
});

test.each(["RUN_ENDED", "RUN_EXPIRED", "UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND", "BAD_INPUT", "LIMIT_EXCEEDED"])(
  "%s is the end of it",
  async (code) => {
    const timer = handTimer();
    const onOver = vi.fn();
    keepAlive({ ttlSeconds: 30, extend: () => Promise.reject(failWith(code)), onOver }, timer);
    timer.next();
    await new Promise(setImmediate);
    expect(onOver.mock.calls).toEqual([[expect.objectContaining({ code })]]);
    expect(timer.next()).toBeUndefined();
  },
);

test("what was stopped meanwhile is not told of its end", async () => {
  const timer = handTimer();
  const onOver = vi.fn();
  const stop = keepAlive({ ttlSeconds: 30, extend: () => Promise.reject(failWith("RUN_ENDED")), onOver }, timer);
  timer.next();
  stop();
  await new Promise(setImmediate);
  expect([onOver.mock.calls, timer.next()]).toEqual([[], undefined]);
});
