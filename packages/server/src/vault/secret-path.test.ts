import fc from "fast-check";
import { expect, test } from "vitest";
import { isSecretPath, newSecretPath } from "./secret-path.ts";

const teamId = "3d594650-3436-4d54-9c1b-0a8e5c0f1a2b";
const form = new RegExp(`^a/folder/${teamId}/[A-Za-z0-9_=-]{1,160}/[0-9a-f-]{36}$`);

test("any name makes a path below its team's, short enough for a file name, and never the same one twice", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 255 }), (name) => {
      const paths = [1, 2].map(() => newSecretPath("a/folder", teamId, name));
      for (const path of paths)
        expect([path, isSecretPath("a/folder", path)]).toEqual([expect.stringMatching(form), true]);
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
  expect(newSecretPath("a-folder", teamId, name).split("/")[2]).toBe(part);
});

test("long names with the same beginning differ", () => {
  const part = (end: string): string | undefined => newSecretPath("p", "t", "é".repeat(254) + end).split("/")[2];
  expect(part("1")).not.toBe(part("2"));
  expect(part("1")).toBe(part("1"));
});

const good = `a/folder/${teamId}/n/${teamId}`;

test.each([
  ["of another folder", good.replace("a/folder", "a")],
  ["of a folder that begins alike", good.replace("a/folder", "a/folder2")],
  ["of none", good.replace("a/folder/", "")],
  ["with .. for a name", good.replace("/n/", "/../")],
  ["with more after it", `${good}/n`],
  ["with a query", `${good}?n`],
  ["with a line's end", `${good}\n`],
  ["with a name too long", good.replace("/n/", `/${"n".repeat(161)}/`)],
  ["of no team", good.replace(teamId, "a-team")],
])("a path %s is no secret's", (_what, path) => {
  expect(isSecretPath("a/folder", good)).toBe(true);
  expect(isSecretPath("a/folder", path)).toBe(false);
});
