import { anyText } from "@tooling/vitest/any-text";
import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeEscapes } from "./environment-layer.ts";

it.each([
  ["a\\nb", "a\nb"],
  ["C:\\\\new", "C:\\new"],
  ['\\"', '"'],
  ["\\x41\\u00e9", "Aé"],
  ["\\q \\x4 \\u12 \\", "\\q \\x4 \\u12 \\"],
  ["\\$HOME", "\\$HOME"],
  ["čaj", "čaj"],
])("reads %j", (text, value) => {
  expect(decodeEscapes(text)).toBe(value);
});

it("leaves text without backslashes alone, and undoes JSON's escapes", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      if (!text.includes("\\")) expect(decodeEscapes(text)).toBe(text);
      const escaped = JSON.stringify(text).slice(1, -1);
      if (!/\\[bf]/.test(escaped.replaceAll("\\\\", ""))) expect(decodeEscapes(escaped)).toBe(text);
    }),
  );
});
