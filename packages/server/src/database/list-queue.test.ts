import { expect, test } from "vitest";
import { ListQueue } from "./list-queue.ts";

test("a token's lists take turns, a hundred wait at most, and one whose time is up while it waits is not begun", async () => {
  let now = 0;
  const queue = new ListQueue(1000, () => now);
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const begun: number[] = [];
  const list = (number: number, token = "a"): Promise<number> =>
    queue.run(token, async () => {
      begun.push(number);
      if (number === 0) await held;
      return number;
    });
  const lists = Array.from({ length: 101 }, (_none, number) => list(number));
  const ended = Promise.allSettled(lists);
  await expect(list(101)).rejects.toMatchObject({ code: "RATE_LIMITED" });
  expect(await list(200, "b")).toBe(200);
  expect(begun).toEqual([0, 200]);

  now = 1000;
  release();
  const [first, ...others] = await ended;
  expect(first).toEqual({ status: "fulfilled", value: 0 });
  for (const one of others) expect(one).toMatchObject({ status: "rejected", reason: { code: "LIST_TIMEOUT" } });
  // Nothing of them is left to wait for.
  expect(await list(300)).toBe(300);
  expect(begun).toEqual([0, 200, 300]);
});
