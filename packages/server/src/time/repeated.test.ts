import { expect, onTestFinished, test, vi } from "vitest";
import { Repeated } from "./repeated.ts";

test("does its work every so often, not while it is being done, and no more once it is closed", async () => {
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
