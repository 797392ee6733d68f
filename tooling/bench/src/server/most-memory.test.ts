import { expect, it } from "vitest";
import { mostMemory } from "./most-memory.ts";

it("gives the most that a process held, in megabytes, where Linux's /proc tells it", () => {
  const most = mostMemory(process.pid);
  if (process.platform === "linux") expect((most ?? 0) * 1e6).toBeGreaterThanOrEqual(process.memoryUsage.rss() * 0.9);
  else expect(most).toBeUndefined();
});

it("does not know that of a process that is gone", () => {
  expect(mostMemory(2 ** 30)).toBeUndefined();
});
