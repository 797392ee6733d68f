import fc from "fast-check";
import { expect, test } from "vitest";
import { backoffDelay, parseRetryAfter, RetryBudget } from "./retry.ts";

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const delay = fc.double({ min: 0, max: 1e9, noNaN: true });

test("a wait is between nothing and its bound, which doubles up to the greatest", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2000 }), delay, delay, unit, (attempt, minDelayMs, maxDelayMs, random) => {
      const policy = { attempts: 2001, minDelayMs, maxDelayMs };
      const bound = backoffDelay(attempt, policy, 1);
      const waited = backoffDelay(attempt, policy, random);
      expect(waited).toBeGreaterThanOrEqual(0);
      expect(waited).toBeLessThanOrEqual(bound);
      expect(bound).toBeLessThanOrEqual(maxDelayMs);
      expect(backoffDelay(attempt + 1, policy, 1)).toBe(Math.min(maxDelayMs, minDelayMs * 2 ** Math.min(attempt, 60)));
    }),
  );
});

test("seconds of Retry-After", () => {
  fc.assert(
    fc.property(fc.nat(), fc.constantFrom("", " ", "\t"), fc.nat(), (seconds, space, now) => {
      expect(parseRetryAfter(`${space}${seconds}${space}`, now)).toBe(seconds * 1000);
    }),
  );
});

test("a date of Retry-After is as far as it is, and never before now", () => {
  const time = fc.integer({ min: 0, max: Date.UTC(9999, 0) });
  fc.assert(
    fc.property(time, time, (then, now) => {
      const whole = Math.floor(then / 1000) * 1000;
      expect(parseRetryAfter(new Date(whole).toUTCString(), now)).toBe(Math.max(0, whole - now));
    }),
  );
});

test("the two older forms of a date", () => {
  const now = Date.UTC(1994, 10, 6, 8, 49, 30);
  expect(parseRetryAfter("Sunday, 06-Nov-94 08:49:37 GMT", now)).toBe(7000);
  expect(parseRetryAfter("Sun Nov  6 08:49:37 1994", now)).toBe(7000);
});

test("anything else is no Retry-After, and any text gives a number from 0 or nothing", () => {
  for (const header of [null, undefined, "", "-1", "1.5", "1e3", "soon", "01/02/2026", "0x10", "1 2"]) {
    expect(parseRetryAfter(header, 0)).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.string(), fc.nat(), (header, now) => {
      const wait = parseRetryAfter(header, now);
      expect(wait === undefined || wait >= 0).toBe(true);
    }),
  );
});

test("a budget never gives more than 20 repeats, and one for ten answers", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 500 }), (events) => {
      const budget = new RetryBudget();
      let taken = 0;
      let answers = 0;
      for (const isAnswer of events) {
        if (isAnswer) {
          budget.earn();
          answers += 1;
        } else if (budget.take()) taken += 1;
      }
      expect(taken).toBeLessThanOrEqual(20 + answers / 10 + 1e-9);
      if (answers === 0) expect(taken).toBe(Math.min(20, events.length));
    }),
  );
});
