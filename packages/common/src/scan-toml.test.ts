import { anyText } from "@tooling/vitest/any-text";
import fc from "fast-check";
import { parse, stringify } from "smol-toml";
import { expect, it } from "vitest";
import { scanToml } from "./scan-toml.ts";

type OpenTable = Record<string, unknown>;

const formatPath = (keys: readonly string[]): string =>
  keys.map((key) => (/^[\w-]+$/.test(key) ? key : JSON.stringify(key))).join(".");
const isTable = (value: unknown): value is OpenTable => Object.prototype.toString.call(value) === "[object Object]";

function linesOf(text: string): Record<string, number> {
  // Without a prototype: a key may be called `constructor`.
  const lines: Record<string, number> = Object.create(null);
  const key = (keys: readonly string[], line: number) => {
    lines[formatPath(keys)] ??= line;
  };
  scanToml(text, { key });
  return lines;
}

it("finds tables and keys on their lines, whatever the values hold", () => {
  const text = `# a = 1
top = "# [no]" # b = 2
'literal' = 'x'
"quoted \\"key\\u0041" = """
[no]
c = 1""\\""""
["a b".c]
d.e = [ 1, # one
  "]", 'x = 1', [2], { f = 3 } ]
g = { h = "}", i.j = 1 }
long = '''
k = 1'''
[[list]]
l = 2026-11-25 07:00:00
[[list]]
m = 1e3
`;
  expect(linesOf(text)).toEqual({
    top: 2,
    literal: 3,
    '"quoted \\"keyA"': 4,
    '"a b".c': 7,
    '"a b".c.d.e': 8,
    '"a b".c.d.e.f': 9,
    '"a b".c.g': 10,
    '"a b".c.g.h': 10,
    '"a b".c.g.i.j': 10,
    '"a b".c.long': 11,
    list: 13,
    "list.l": 14,
    "list.m": 16,
  });
  expect(linesOf(text.replaceAll("\n", "\r\n"))).toEqual(linesOf(text));
});

it("finds every key that the parser finds, where its line says it", () => {
  const key = fc.string({ unit: "grapheme", minLength: 1 });
  const { table } = fc.letrec<{ table: OpenTable; value: unknown }>((tie) => ({
    table: fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
    value: fc.oneof(
      { maxDepth: 3 },
      fc.integer(),
      anyText(),
      fc.array(fc.string()),
      fc.date({ noInvalidDate: true, min: new Date("1000-01-01"), max: new Date("9000-01-01") }),
      tie("table"),
    ),
  }));
  fc.assert(
    fc.property(table, (written) => {
      const text = stringify(written);
      const found = linesOf(text);
      for (const path of leaves(parse(text) as OpenTable, [])) expect(found).toHaveProperty([path]);
    }),
  );
});

function leaves(table: OpenTable, keys: readonly string[]): string[] {
  return Object.entries(table).flatMap(([key, value]) =>
    isTable(value) ? leaves(value, [...keys, key]) : [formatPath([...keys, key])],
  );
}
