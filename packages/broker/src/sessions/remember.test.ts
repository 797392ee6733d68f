import { expect, test } from "vitest";
import { remember } from "./remember.ts";

test("the oldest value goes for a new one, and none for one that is known", () => {
  const values = new Map<string, string>();
  const dropped: string[] = [];
  const ask = (key: string, made = `${key} anew`) =>
    remember(
      values,
      key,
      2,
      () => made,
      (oldest) => dropped.push(oldest),
    );
  expect([ask("a", "1"), ask("b", "2"), ask("a"), ask("b")]).toEqual(["1", "2", "1", "2"]);
  expect(dropped).toEqual([]);
  expect([ask("c", "3"), ask("b"), ask("a")]).toEqual(["3", "2", "a anew"]);
  expect(dropped).toEqual(["1", "2"]);
});
