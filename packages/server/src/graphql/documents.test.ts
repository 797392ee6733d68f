import { canary } from "@tooling/vitest/canary";
import fc from "fast-check";
import { buildSchema, getIntrospectionQuery, OverlappingFieldsCanBeMergedRule, parse, validate, visit } from "graphql";
import { describe, expect, test } from "vitest";
import { defaultLimits } from "../settings/limits.ts";
import { Documents } from "./documents.ts";
import { fieldsCanMerge } from "./fields-can-merge.ts";
import { loadSchema } from "./load-schema.ts";

const documents = new Documents(loadSchema(), [], defaultLimits);

/** Whether the second time gives what the first one made. */
function isCached(source: string): boolean {
  const checked = documents.check(source);
  expect(documents.check(source).document === checked.document).toBe(checked.cached);
  return checked.cached;
}

function codeOf(source: string): string {
  try {
    documents.check(source);
    return "ok";
  } catch (error) {
    return error instanceof AggregateError ? "BAD_INPUT" : (error as { code: string }).code;
  }
}

describe("the cache", () => {
  const value = JSON.stringify(canary);
  const mutations: [what: string, mutation: string][] = [
    ["a string", `mutation { setSecret(input: { name: "n", value: ${value} }) { success } }`],
    ["a number", "mutation ($n: String!) { setSecret(input: { name: $n, value: 1 }) { success } }"],
    ["a list", `mutation ($n: String!) { setSecret(input: { name: $n, value: [${value}] }) { success } }`],
    ["a variable in a list", 'mutation ($v: JSON) { setSecret(input: { name: "n", value: [$v] }) { success } }'],
    [
      "one in a fragment",
      `mutation { ...a } fragment a on Mutation { deleteSecret(input: { name: ${value} }) { success } }`,
    ],
    ["a default", `mutation ($v: JSON = ${value}) { setSecret(input: { name: "n", value: $v }) { success } }`],
    ["a directive", "mutation ($i: setSecretInput!) { setSecret(input: $i) { success @skip(if: true) version } }"],
    ["a comment", `mutation ($i: setSecretInput!) { setSecret(input: $i) { success } } # ${canary}`],
  ];
  test.each(mutations)("has no mutation with a literal or a comment, which may be a secret: %s", (_what, mutation) => {
    expect(isCached(mutation)).toBe(false);
  });

  test("has small documents of one operation: queries, and mutations with variables alone", () => {
    expect(isCached("mutation ($i: setSecretInput!) { setSecret(input: $i) { success } }")).toBe(true);
    expect(isCached("mutation ($n: String!, $v: JSON) { setSecret(input: { name: $n, value: $v }) { success } }")).toBe(
      true,
    );
    expect(isCached('{ secretValue(name: "a name") }')).toBe(true);
    expect(isCached("query a { teams { id } } query b { teams { id } }")).toBe(false);
    expect(isCached(`{ teams { id } } # ${"x".repeat(5000)}`)).toBe(false);
    expect(isCached(`{ ${Array.from({ length: 99 }, (_none, index) => `a${index}: teams { id }`).join(" ")} }`)).toBe(
      false,
    );
  });

  test("forgets what was used least recently", () => {
    const { document: first } = documents.check("{ first: teams { id } }");
    for (let count = 0; count < 127; count += 1) documents.check(`{ other${count}: teams { id } }`);
    expect(documents.check("{ first: teams { id } }").document).toBe(first);
    for (let count = 0; count < 128; count += 1) documents.check(`{ another${count}: teams { id } }`);
    expect(documents.check("{ first: teams { id } }").document).not.toBe(first);
  });
});

describe("a document's size", () => {
  test("counts a fragment each time it is used", () => {
    const query = "{ a: teams { ...t } b: teams { ...t } } fragment t on Team { id ... on Team { name } }";
    expect(documents.check(query).fields).toBe(2 + 2 * (1 + 3));
    const doubled = Array.from(
      { length: 12 },
      (_none, index) => `fragment f${index} on Team { ...f${index + 1} ...f${index + 1} }`,
    );
    expect(codeOf(`{ teams { ...f0 } } ${doubled.join(" ")} fragment f12 on Team { id }`)).toBe("LIMIT_EXCEEDED");
  });

  test("has a limit for arguments, too, each use of a fragment counted", () => {
    const names = `names: [${'"a" '.repeat(100)}]`;
    const fragment = `fragment a on Query { secretValues(${names}) { name } }`;
    const uses = Array.from({ length: 300 }, () => "...a").join(" ");
    expect(codeOf(`{ ${uses.slice(0, 4 * 5)} } ${fragment}`)).toBe("ok");
    expect(codeOf(`{ ${uses} } ${fragment}`)).toBe("LIMIT_EXCEEDED");
  });

  test("a question about the schema multiplies nothing", () => {
    expect(codeOf(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true, specifiedByUrl: true }))).toBe(
      "ok",
    );
    const nested = "{ __schema { types { fields { type { fields { name } } } } } }";
    expect(codeOf(nested)).toBe("LIMIT_EXCEEDED");
    const fragments =
      '{ __type(name: "Query") { ...a } } fragment a on __Type { fields { type { ...b } } } fragment b on __Type { inputFields { name } }';
    expect(codeOf(fragments)).toBe("LIMIT_EXCEEDED");
    expect(codeOf("{ __schema { a: types { name } b: types { name } } }")).toBe("LIMIT_EXCEEDED");
  });
});

describe("validation", () => {
  test("takes no more time for many fields of one name than for as many others", () => {
    const cpuMs = (field: (index: number) => string): number => {
      const query = (round: number): string =>
        `{ ${Array.from({ length: 490 }, (_none, index) => `${field(index)} { id }`).join(" ")} } # ${round}`;
      const before = process.cpuUsage();
      for (let round = 0; round < 10; round += 1) documents.check(query(round));
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    };
    cpuMs(() => "teams");
    expect(cpuMs(() => "teams")).toBeLessThan(5 * cpuMs((index) => (index % 2 ? "teams" : "tokens")) + 500);
  });

  test("finds no line for each error of a long document", () => {
    const query = `query (${"$a: Int ".repeat(4000)}) { teams { id } } ${" ".repeat(3_000_000)}`;
    const thrown = (() => {
      try {
        return documents.check(query);
      } catch (error) {
        return error;
      }
    })();
    expect((thrown as AggregateError).errors[0].locations).toBeUndefined();
  });

  test("looks at a literal once, in however many places its fragment stands", () => {
    const places = Array.from({ length: 50 }, (_none, index) => `a${index}: o { ...f }`).join(" ");
    const document = parse(`{ ${places} } fragment f on Query { a(x: "x") a(x: "y") }`);
    let looks = 0;
    visit(document, {
      StringValue: (node) => {
        const { value } = node;
        Object.defineProperty(node, "value", { get: () => ++looks && value });
      },
    });
    const schema = buildSchema("type Query { a(x: String): Int, o: Query }");
    expect(validate(schema, document, [fieldsCanMerge])).toHaveLength(50);
    expect(looks).toBe(2);
  });

  test("refuses fields of one name just where graphql's own rule does", () => {
    const schema = buildSchema("type Query { a(x: Int, y: Int): Int, b: Int, o: Query, p: Query }");
    const selection = fc.letrec<{ set: string; field: string }>((tie) => ({
      set: fc.array(tie("field"), { minLength: 1, maxLength: 4 }).map((fields) => `{ ${fields.join(" ")} }`),
      field: fc.oneof(
        { depthSize: "small", maxDepth: 3 },
        fc.constantFrom("a", "b", "a: b", "b: a", "a(x: 1)", "a(x: 1, y: 2)", "a(y: 2, x: 1)", "...f", "...g"),
        fc.tuple(fc.constantFrom("o", "p", "o: p", "... on Query"), tie("set")).map((parts) => parts.join(" ")),
      ),
    }));
    const inner = selection.set.filter((set) => !set.includes("..."));
    fc.assert(
      fc.property(selection.set, inner, inner, (query, f, g) => {
        // graphql's own looks at fragments that nothing uses, too.
        const uses = `query f ${f} query g ${g}`;
        const document = parse(`query q ${query} ${uses} fragment f on Query ${f} fragment g on Query ${g}`);
        const isValid = validate(schema, document, [OverlappingFieldsCanBeMergedRule]).length === 0;
        expect(validate(schema, document, [fieldsCanMerge]).length === 0).toBe(isValid);
      }),
      { numRuns: 1000 },
    );
  });
});
