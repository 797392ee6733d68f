import fc from "fast-check";
import { expect, test } from "vitest";
import { checkJson } from "./check-json.ts";

const noLimit = Number.MAX_SAFE_INTEGER;

function depthOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

const refuses = (text: string, depth: number, items: number): boolean => {
  try {
    checkJson(Buffer.from(text, "utf8"), { depth, items });
    return false;
  } catch (error) {
    expect(error).toMatchObject({ code: "LIMIT_EXCEEDED" });
    return true;
  }
};

test("refuses JSON that is deeper than the limit, and no other", () => {
  const spaced = fc.record({ value: fc.jsonValue({ maxDepth: 6 }), space: fc.constantFrom(undefined, 1, "\t") });
  fc.assert(
    fc.property(spaced, ({ value, space }) => {
      const text = JSON.stringify(value, null, space);
      const depth = depthOf(value);
      expect(refuses(text, depth, noLimit)).toBe(false);
      if (depth > 0) expect(refuses(text, depth - 1, noLimit)).toBe(true);
    }),
  );
});

test("counts commas and colons outside of texts", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.dictionary(fc.string(), fc.string()), (list, object) => {
      const items = Math.max(0, list.length - 1) + Math.max(0, Object.keys(object).length * 2 - 1) + 1;
      const text = JSON.stringify([list, object]);
      expect(refuses(text, noLimit, items)).toBe(false);
      expect(refuses(text, noLimit, items - 1)).toBe(true);
    }),
  );
});

test("takes any bytes, and time that grows with their number alone", () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void checkJson(bytes, { depth: noLimit, items: noLimit })));
  expect(refuses(`"${"\\\\".repeat(1_000_000)}"`, 0, 0)).toBe(false);
  expect(refuses(`"${"\\".repeat(1_000_001)}`, 0, 0)).toBe(false);
});
