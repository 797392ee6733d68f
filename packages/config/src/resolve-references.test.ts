import fc from "fast-check";
import { expect, it } from "vitest";
import { loadConfig } from "./index.ts";

const load = (defaults: Record<string, unknown>) =>
  loadConfig({ defaults, files: [], env: {}, envPrefix: "APP" }).values;

it("keeps the type of a value that is referred to alone", () => {
  const date = new Date(0);
  const values = load({
    list: [1, { a: 2 }],
    date,
    big: 2n ** 60n,
    no: false,
    a: "${list}",
    b: "${date}",
    c: "${big}",
    d: "${no}",
  });
  expect(values).toMatchObject({ a: [1, { a: 2 }], b: date, c: 2n ** 60n, d: false });
});

it("writes values into a string as JavaScript prints them", () => {
  const values = load({
    list: [1, "x"],
    date: new Date(0),
    yes: true,
    x: 1.5,
    all: "${list} ${date} ${yes} ${x} ${nope}",
  });
  expect(values.all).toBe('[1,"x"] 1970-01-01T00:00:00.000Z true 1.5 ');
});

it("finds keys that need quotes, and no inherited ones", () => {
  expect(
    load({ "a key": { "x.y": 1 }, b: '${"a key"."x.y"}', c: "${a key.'x.y'}", d: "${constructor}", e: '${"}' }),
  ).toMatchObject({
    b: 1,
    c: 1,
    d: "",
    e: "",
  });
});

it("leaves an escaped reference alone, in the string that is referred to as well", () => {
  expect(load({ a: 1, b: "\\${a}", c: "<${b}>", d: "${b}" })).toMatchObject({ b: "${a}", c: "<${a}>", d: "${a}" });
});

it("names the keys of a circle", () => {
  expect(() => load({ a: { x: "${b.y}" }, b: { y: "- ${c}" }, c: "${a.x}" })).toThrow(
    expect.objectContaining({ code: "REFERENCE_CYCLE", message: expect.stringContaining("a.x → b.y → c → a.x") }),
  );
  expect(() => load({ a: "${a}" })).toThrow(expect.objectContaining({ code: "REFERENCE_CYCLE" }));
});

it("refuses references that multiply, or that lead too far", () => {
  const chain = (length: number, text: (next: string) => string): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length }, (_, index) => [`k${index}`, text(`\${k${index + 1}}`)]));
  expect(load({ ...chain(400, (next) => next), k400: "end" }).k0).toBe("end");
  expect(() => load({ ...chain(100, (next) => next + next), k100: "xx" })).toThrow(
    expect.objectContaining({ code: "TEXT_TOO_LONG" }),
  );
  expect(() => load({ ...chain(10_000, (next) => next), k10000: "end" })).toThrow(
    expect.objectContaining({ code: "REFERENCE_TOO_DEEP" }),
  );
});

// A quadratic scan of these would take hours.
it.each([
  ["$", "$"],
  ["${", "${"],
  ["${a", "${a"],
  ["${a}", ""],
  ["\\$", "$"],
  ["${}", "${}"],
  ["{$", "{$"],
])("a text of 500,000 times %s is read in one go", (part, becomes) => {
  expect(load({ text: part.repeat(500_000) }).text).toBe(becomes.repeat(500_000));
});

it("fills in every reference of a string, wherever it stands", () => {
  const key = fc.stringMatching(/^[a-z]{1,3}$/);
  const plain = fc.stringMatching(/^[A-Z /:.-]*$/);
  fc.assert(
    fc.property(fc.dictionary(key, plain), fc.array(fc.tuple(plain, key)), (section, parts) => {
      const text = parts.map(([before, name]) => `${before}\${s.${name}}`).join("");
      const filled = parts
        .map(([before, name]) => before + (Object.hasOwn(section, name) ? section[name] : ""))
        .join("");
      expect(load({ s: section, text }).text).toBe(filled);
    }),
  );
});
