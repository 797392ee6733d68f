import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { inParallel } from "./in-parallel.ts";

test("works on so many at once, and gives the results in order", async () => {
  let [now, max] = [0, 0];
  const results = await inParallel(3, [5, 4, 3, 2, 1, 0], async (item) => {
    now += 1;
    max = Math.max(max, now);
    for (let turn = 0; turn < item; turn += 1) await setImmediate();
    now -= 1;
    return item * 10;
  });
  expect(results).toEqual([50, 40, 30, 20, 10, 0]);
  expect(max).toBe(3);
  expect(await inParallel(3, [], () => 1)).toEqual([]);
});

test("begins nothing more after a failure, and waits for what was begun", async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const failed = inParallel(2, [0, 1, 2, 3, 4], async (item) => {
    begun.push(item);
    if (item === 0) throw new Error("no");
    await setImmediate();
    ended.push(item);
  });
  await expect(failed).rejects.toThrow("no");
  expect({ begun, ended }).toEqual({ begun: [0, 1], ended: [1] });
});
