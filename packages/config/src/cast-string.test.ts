import fc from "fast-check";
import { expect, it } from "vitest";
import { castString } from "./environment-layer.ts";

it.each([
  ["9007199254740993", 9007199254740993n],
  ["-9007199254740993", -9007199254740993n],
  ["9007199254740991", 9007199254740991],
  ["1e-05", 1e-5],
  ["1e+16", 1e16],
  ["1e+999", "1e+999"],
  ["0.30000000000000004", 0.30000000000000004],
  ["0.1000000000000000055", "0.1000000000000000055"],
  ["-0.0", -0],
])("casts %s without losing a digit", (text, value) => {
  expect(castString(text)).toBe(value);
});

it("gives every integer its own value", () => {
  fc.assert(
    fc.property(fc.bigInt(), (integer) => {
      expect(String(castString(String(integer)))).toBe(String(integer));
    }),
  );
});

it("gives a string that is neither number nor boolean as it is, and never a number that reads otherwise", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+.\de_]{1,12}$/)), (text) => {
      const value = castString(text);
      if (typeof value === "string") expect(value).toBe(text);
      else if (typeof value === "number") expect(Number(text.replace(/inf$/, "Infinity"))).toBe(value);
      else if (typeof value === "boolean") expect(text.toLowerCase()).toBe(String(value));
    }),
  );
});
