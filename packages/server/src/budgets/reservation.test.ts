import { expect, test } from "vitest";
import { MemoryPool } from "./reservation.ts";

const free = 16 * 1024;

test("reservations have no more than the limit together, beyond the first 16 KiB of each", () => {
  const pool = new MemoryPool(1000);
  const [first, second, small] = [pool.reserve(), pool.reserve(), pool.reserve()];
  expect([first.add(free), first.holds()]).toEqual([true, false]);
  expect([first.add(600), first.holds()]).toEqual([true, true]);
  expect(second.add(free + 400)).toBe(true);
  expect(second.add(1)).toBe(false);
  expect(small.add(free)).toBe(true);
  first.release();
  first.release();
  expect(second.add(599)).toBe(true);
  expect(second.add(1)).toBe(false);
});

test("a reservation that was given back takes nothing more: fields may go on when their answer has been sent", () => {
  const pool = new MemoryPool(1000);
  const [early, late] = [pool.reserve(), pool.reserve()];
  early.release();
  expect([early.add(free + 1000), early.holds()]).toEqual([true, false]);
  expect(late.add(free + 1000)).toBe(true);
});
