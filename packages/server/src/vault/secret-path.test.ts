import fc from "fast-check";
import { expect, test } from "vitest";
import { newSecretPath } from "./secret-path.ts";

const form = /^prefix\/a-team\/[A-Za-z0-9_=-]{1,160}\/[0-9a-f-]{36}$/;

test("any name makes a path below its team's, short enough for a file name, and never the same one twice", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 255 }), (name) => {
      const paths = [1, 2].map(() => newSecretPath("prefix", "a-team", name));
      for (const path of paths) expect(path).toMatch(form);
      expect(paths[0]).not.toBe(paths[1]);
    }),
  );
});

test.each([
  ["my secret", "my=20secret"],
  ["..", "=2E=2E"],
  ["a/../b", "a=2F=2E=2E=2Fb"],
  ["=20", "=3D20"],
  ["é", "=C3=A9"],
])("%s can be found again by a person", (name, part) => {
  expect(newSecretPath("prefix", "a-team", name).split("/")[2]).toBe(part);
});

test("long names with the same beginning differ", () => {
  const part = (end: string): string | undefined => newSecretPath("p", "t", "é".repeat(254) + end).split("/")[2];
  expect(part("1")).not.toBe(part("2"));
  expect(part("1")).toBe(part("1"));
});
