import { inspect } from "node:util";
import { canary, spellings } from "@tooling/vitest/canary";
import { expect, test } from "vitest";
import { Plaintext } from "./plaintext.ts";

test("shows its value to nobody but who calls reveal", () => {
  const value = new Plaintext({ password: canary });
  const shown = [
    `${value}`,
    JSON.stringify({ value }),
    inspect({ value }, { showHidden: true, depth: 9 }),
    String(value),
  ];
  for (const spelling of spellings(canary)) expect(shown.join()).not.toContain(spelling);
  expect(Object.entries(value)).toEqual([]);
  expect(value.reveal()).toEqual({ password: canary });
});
