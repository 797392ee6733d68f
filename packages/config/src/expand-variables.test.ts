import { anyText } from "@tooling/vitest/any-text";
import fc from "fast-check";
import { expect, it } from "vitest";
import { expandVariables, unescapeDollars } from "./expand-variables.ts";

const home = "/home/user";
const expand = (text: string, env: Record<string, string> = {}) => expandVariables(text, { HOME: home, ...env });

it.each([
  ["\\$A", "\\$A"],
  ["\\${A}", "\\${A}"],
  ["$A\\$A$A", "alpha\\$Aalpha"],
  ["${A", "${A"],
  ["${${A}}", "${${A}}"],
  ["~other/x", "~other/x"],
  ["x~", "x~"],
  ["$__proto__ $constructor", "$__proto__ $constructor"],
])("%s becomes %s", (text, expected) => {
  expect(expand(text, { A: "alpha" })).toBe(expected);
});

it("never changes a string without dollars or a tilde, nor one whose dollars are escaped", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const escaped = text.replace(/^~/, "").replaceAll("$", "\\$");
      expect(expand(escaped, { A: "x", "": "y" })).toBe(escaped);
      if (!text.includes("\\")) expect(unescapeDollars(escaped)).toBe(text.replace(/^~/, ""));
    }),
  );
});

it("puts each value in its place", () => {
  const name = fc.stringMatching(/^[A-Z][A-Z0-9]*$/);
  const plain = fc.stringMatching(/^[a-z /:.-]*$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(plain, name)), fc.dictionary(name, plain), (parts, env) => {
      const text = parts.map(([before, variable]) => `${before}\${${variable}}`).join("");
      const filled = parts.map(
        ([before, variable]) => before + (Object.hasOwn(env, variable) ? env[variable] : `\${${variable}}`),
      );
      expect(expand(text, env)).toBe(filled.join(""));
    }),
  );
});

// A quadratic scan of these would take hours.
it.each(["$", "${", "${A", "$A", "\\$", "${}", "$}", "{$"])(
  "a string of 500,000 times %s is read in one go",
  (part) => {
    const text = part.repeat(500_000);
    expect(expand(text)).toBe(text);
  },
);

it("refuses variables that multiply", () => {
  const env = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`V${index}`, `$V${index + 1}`.repeat(20)]));
  expect(() => expand("$V0", { ...env, V9: "x" })).toThrow(expect.objectContaining({ code: "TEXT_TOO_LONG" }));
});

it("names the variables of a circle, and no value", () => {
  expect(() => expand("a $A", { A: "$B", B: "secret $C", C: "${A}" })).toThrow(
    expect.objectContaining({ code: "VARIABLE_CYCLE", message: expect.stringContaining("$A → $B → $C → $A") }),
  );
  expect(() => expand("$A", { A: "secret$A" })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining("secret") }),
  );
});

it("tells which names were known", () => {
  const seen: [string, boolean][] = [];
  expandVariables("$A ${B}", { A: "1" }, (...each) => seen.push(each));
  expect(seen).toContainEqual(["$A", true]);
  expect(seen).toContainEqual(["${B}", false]);
});
