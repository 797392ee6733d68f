import { expect, onTestFinished, test, vi } from "vitest";
import { inTime, Repeated, recently } from "./timed-work.ts";

test("inTime gives what the work gives and throws what it throws, unless that takes too long", async () => {
  await expect(inTime(Promise.resolve(7), 60_000)).resolves.toBe(7);
  await expect(inTime(Promise.reject(new Error("no")), 60_000)).rejects.toThrow("no");
  await expect(inTime(new Promise(() => {}), 1)).rejects.toThrow("no answer in 1 ms");
});

test("recently runs once in a while, and not while it runs; a failure is shared, too", async () => {
  let now = 0;
  let runs = 0;
  const begun: PromiseWithResolvers<number>[] = [];
  const ask = recently(
    () => {
      runs += 1;
      const work = Promise.withResolvers<number>();
      begun.push(work);
      return work.promise;
    },
    1000,
    () => now,
  );
  const [first, second] = [ask(), ask()];
  now = 5000;
  const late = ask();
  begun[0]?.resolve(1);
  expect(await Promise.all([first, second, late])).toEqual([1, 1, 1]);
  expect(runs).toBe(1);
  const third = ask();
  begun[1]?.reject(new Error("no"));
  await expect(third).rejects.toThrow("no");
  now = 5999;
  await expect(ask()).rejects.toThrow("no");
  expect(runs).toBe(2);
  now = 6000;
  const fourth = ask();
  begun[2]?.resolve(4);
  expect(await fourth).toBe(4);
});

test("Repeated does its work every so often, not while it is being done, and no more once it is closed", async () => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const begun: (PromiseWithResolvers<void> & { signal: AbortSignal })[] = [];
  const reported: unknown[] = [];
  const repeated = new Repeated(
    (signal) => {
      const work = { ...Promise.withResolvers<void>(), signal };
      begun.push(work);
      return work.promise;
    },
    1000,
    (error) => reported.push(error),
  );
  expect(begun).toHaveLength(0);
  repeated.start();
  repeated.start();
  await vi.advanceTimersByTimeAsync(5000);
  expect(begun).toHaveLength(1);
  begun[0]?.reject(new Error("no"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(reported).toEqual([new Error("no")]);
  expect(begun).toHaveLength(2);
  expect(begun[1]?.signal.aborted).toBe(false);
  const closed = repeated.close();
  expect(begun[1]?.signal.aborted).toBe(true);
  begun[1]?.resolve();
  await closed;
  await vi.advanceTimersByTimeAsync(5000);
  expect(begun).toHaveLength(2);
});
