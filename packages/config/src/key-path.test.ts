import { anyText } from "@tooling/vitest/any-text";
import fc from "fast-check";
import { expect, it } from "vitest";
import { formatPath, parsePath } from "./key-path.ts";

it.each([
  ["server.port", ["server", "port"]],
  ['context.secrets."my secret"', ["context", "secrets", "my secret"]],
  ["context.secrets.my secret", ["context", "secrets", "my secret"]],
  ["a.'b.c'.d", ["a", "b.c", "d"]],
  ['"a\\"b"', ['a"b']],
])("%s", (path, keys) => {
  expect(parsePath(path)).toEqual(keys);
});

it.each(['"a', 'a."b"c', 'a."b".', '"\\q"', `a'b`])("refuses %s", (path) => {
  expect(() => parsePath(path)).toThrow(expect.objectContaining({ code: "INVALID_PATH" }));
});

it("takes apart what it formats", () => {
  fc.assert(
    fc.property(fc.array(anyText(), { minLength: 1 }), (keys) => {
      expect(parsePath(formatPath(keys))).toEqual(keys);
    }),
  );
});
