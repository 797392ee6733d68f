import { expect, test } from "vitest";
import { steadyClock } from "./clock.ts";

test("follows the system's clock forward, and goes on by itself when that is set back", () => {
  const time = { wall: 1000, elapsed: 0 };
  const clock = steadyClock(
    () => time.wall,
    () => time.elapsed,
    0,
  );
  const after = (wall: number, elapsed: number): number => {
    time.wall += wall;
    time.elapsed += elapsed;
    return clock();
  };
  expect(clock()).toBe(1000);
  expect(after(500, 500)).toBe(1500);
  expect(after(-1_000_000, 10)).toBe(1510);
  for (let step = 0; step < 100; step += 1) after(0, 0.1);
  expect(clock()).toBe(1520);
  expect(after(1_000_000, 5)).toBe(1525);
  expect(after(10_000, 1)).toBe(11_500);
});

test("begins no earlier than it is told", () => {
  const clock = steadyClock(
    () => 5,
    () => 0,
    7,
  );
  expect(clock()).toBe(7);
});
