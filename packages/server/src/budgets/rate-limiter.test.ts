import { expect, test } from "vitest";
import { RateLimiter, TimeBudget } from "./rate-limiter.ts";

test("requests are counted for each caller, in each second anew", () => {
  let now = 500;
  const limiter = new RateLimiter(2, () => now);
  const count = (who: string): void => limiter.count(who);
  for (const who of ["a", "a", "b", "b"]) count(who);
  expect(() => count("a")).toThrow(expect.objectContaining({ code: "RATE_LIMITED", retryAfterSeconds: 1 }));
  now = 1000;
  count("a");
  count("a");
  expect(() => count("a")).toThrow();
});

test("who took too much time waits until it is made good, for five seconds at most", () => {
  let now = 0;
  const budget = new TimeBudget(100, () => now);
  budget.add("a", 99);
  budget.check("a");
  budget.add("a", 1_000_000);
  budget.add("b", 250);
  expect(() => budget.check("a")).toThrow(expect.objectContaining({ code: "RATE_LIMITED", retryAfterSeconds: 5 }));
  expect([budget.taken("a"), budget.taken("b"), budget.taken("c")]).toEqual([500, 250, 0]);
  now = 2000;
  expect([budget.taken("a"), budget.taken("b")]).toEqual([300, 50]);
  budget.check("b");
  now = 5000;
  expect([budget.taken("a"), budget.taken("b")]).toEqual([0, 0]);
  budget.check("a");
});
