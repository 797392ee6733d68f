import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { cpuTime, maxMemory } from "./process-figures.ts";

it.runIf(existsSync("/proc/self/stat"))("is what the process itself knows of it", () => {
  const before = process.cpuUsage();
  const time = cpuTime(process.pid) ?? 0;
  const after = process.cpuUsage();
  // Linux counts in ticks.
  const apart = 1e8;
  expect(time).toBeGreaterThan((before.user + before.system) * 1000 - apart);
  expect(time).toBeLessThan((after.user + after.system) * 1000 + apart);
  expect(maxMemory(process.pid)).toBeGreaterThan(process.memoryUsage.rss() / 2e6);
});

it("is not known of a process that is not there", () => {
  expect([cpuTime(2 ** 30), maxMemory(2 ** 30)]).toEqual([undefined, undefined]);
});
