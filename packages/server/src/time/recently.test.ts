import { expect, test } from "vitest";
import { recently } from "./recently.ts";

test("runs once in a while, and not while it runs; a failure is shared, too", async () => {
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
