import fc from "fast-check";
import { expect, it } from "vitest";
import { mergeTable } from "./merge-table.ts";
import { isTable, type OpenTable } from "./table.ts";

const key = fc.oneof(fc.constantFrom("a", "b", "c", "__proto__", "constructor", "toString"), fc.string());
const { table } = fc.letrec<{ table: OpenTable; value: unknown }>((tie) => ({
  table: fc.array(fc.tuple(key, tie("value")), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  value: fc.oneof({ maxDepth: 4 }, fc.integer(), fc.string(), fc.array(fc.integer()), tie("table")),
}));

function merged(...tables: OpenTable[]): OpenTable {
  const into: OpenTable = {};
  for (const each of tables) mergeTable(into, each);
  return into;
}

it("over nothing gives the same, as a copy", () => {
  fc.assert(
    fc.property(table, (one) => {
      const before = structuredClone(one);
      const result = merged(one);
      expect(result).toEqual(one);
      mergeTable(result, { a: { b: { c: 1 } }, b: [1] });
      expect(one).toEqual(before);
    }),
  );
});

it("changes nothing when the same is laid over it again", () => {
  fc.assert(
    fc.property(table, table, (lower, upper) => {
      expect(merged(lower, upper, upper)).toEqual(merged(lower, upper));
    }),
  );
});

it("keeps each key of both, the upper one's value where it is no table", () => {
  fc.assert(
    fc.property(table, table, (lower, upper) => {
      const result = merged(lower, upper);
      expect(new Set(Object.keys(result))).toEqual(new Set([...Object.keys(lower), ...Object.keys(upper)]));
      for (const name of Object.keys(upper)) if (!isTable(upper[name])) expect(result[name]).toEqual(upper[name]);
      expect(Object.getPrototypeOf(result)).toBe(Object.prototype);
    }),
  );
});

it("keeps instances of classes as they are, and drops undefined", () => {
  const date = new Date(0);
  expect(merged({ date, url: 1 }, { url: undefined }).date).toBe(date);
  expect(merged({ url: 1 }, { url: undefined })).toEqual({ url: 1 });
});

it("refuses nesting that nobody writes", () => {
  let deep: OpenTable = {};
  for (let level = 0; level < 10_000; level += 1) deep = { deep };
  expect(() => merged(deep)).toThrow(expect.objectContaining({ code: "TOO_DEEP" }));
  let list: unknown[] = [];
  for (let level = 0; level < 10_000; level += 1) list = [list];
  expect(() => merged({ list })).toThrow(expect.objectContaining({ code: "TOO_DEEP" }));
});
