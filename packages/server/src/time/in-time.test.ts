import { expect, test } from "vitest";
import { inTime } from "./in-time.ts";

test("gives what the work gives and throws what it throws, unless that takes too long", async () => {
  await expect(inTime(Promise.resolve(7), 60_000)).resolves.toBe(7);
  await expect(inTime(Promise.reject(new Error("no")), 60_000)).rejects.toThrow("no");
  await expect(inTime(new Promise(() => {}), 1)).rejects.toThrow("no answer in 1 ms");
});
