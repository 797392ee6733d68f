import { expect, it } from "vitest";
import { maxMemory } from "./max-memory.ts";

it("gives the max that a process held, in megabytes, where Linux's /proc tells it", () => {
  const max = maxMemory(process.pid);
  if (process.platform === "linux") expect((max ?? 0) * 1e6).toBeGreaterThanOrEqual(process.memoryUsage.rss() * 0.9);
  else expect(max).toBeUndefined();
});

it("does not know that of a process that is gone", () => {
  expect(maxMemory(2 ** 30)).toBeUndefined();
});
