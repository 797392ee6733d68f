import { anyText } from "@tooling/vitest/any-text";
import fc from "fast-check";
import { expect, test } from "vitest";
import { jsonBytes } from "./json-bytes.ts";

test("counts the bytes that are sent, in UTF-8 and with every escape", () => {
  const string = fc.oneof(
    anyText(),
    fc.string(),
    // Lone surrogates, too.
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
    fc.array(fc.integer({ min: 0, max: 0x22 })).map((units) => String.fromCharCode(...units)),
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.oneof(string, fc.double(), fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie("value")),
      fc.dictionary(string, fc.oneof(tie("value"), fc.constant(undefined))),
    ),
  })).value;
  fc.assert(
    fc.property(json, (value) => {
      expect(jsonBytes(value, Number.MAX_SAFE_INTEGER)).toBe(Buffer.byteLength(JSON.stringify(value)));
    }),
    { numRuns: 1000 },
  );
});

test("stops soon after the limit", () => {
  let looked = 0;
  const rows = Array.from({ length: 1000 }, () => ({
    get name() {
      looked += 1;
      return "x".repeat(100);
    },
  }));
  expect(jsonBytes(rows, 1000)).toBeGreaterThan(1000);
  expect(looked).toBeLessThan(12);
});
