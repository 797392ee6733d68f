import { canary } from "@tooling/vitest/canary";
import { expect, test } from "vitest";
import { defaultLimits } from "../settings/limits.ts";
import { checkDocument } from "./check-document.ts";

const isKept = (source: string): boolean => checkDocument(source, defaultLimits).keep;
const value = JSON.stringify(canary);

test("a mutation with a literal, which may be a secret, is not cached, wherever the literal is", () => {
  for (const literal of [value, "1", "true", "null", `[${value}]`, `{ a: [${value}] }`, "[$v]"]) {
    expect(isKept(`mutation ($v: JSON) { setSecret(input: { name: $v, value: ${literal} }) { success } }`)).toBe(false);
  }
  expect(isKept(`mutation { ...a } fragment a on Mutation { setSecret(input: { name: ${value} }) { success } }`)).toBe(
    false,
  );
});

test("a short document of one operation is cached: a query with its literals, a mutation with variables alone", () => {
  expect(isKept("mutation ($i: setSecretInput!) { setSecret(input: $i) { success } }")).toBe(true);
  expect(isKept("mutation ($v: JSON) { setSecret(input: { value: $v }) { success } }")).toBe(true);
  expect(isKept('{ secretValue(name: "a name") }')).toBe(true);
  expect(isKept("query a { teams { id } } query b { teams { id } }")).toBe(false);
  expect(isKept(`{ teams { id } } # ${"x".repeat(5000)}`)).toBe(false);
});
