import { describe, expect, test } from "vitest";
import { documentBody, listeningServer, sharedServer } from "../listening-server.ts";

describe("documents that ask for too much", () => {
  const shared = sharedServer();
  const aliases = Array.from({ length: 10_000 }, (_none, index) => `a${index}: secret { name }`).join(" ");
  const spreads = Array.from(
    { length: 40 },
    (_none, index) => `fragment f${index} on Secret { ...f${index + 1} ...f${index + 1} }`,
  );
  const bombs: [what: string, query: string, code: string][] = [
    ["10,000 aliases", `{ ${aliases} }`, "LIMIT_EXCEEDED"],
    ["10,000 aliases without an end", `{ ${aliases}`, "LIMIT_EXCEEDED"],
    ["a field 10,000 times", `{ ${"secret { name } ".repeat(10_000)} }`, "LIMIT_EXCEEDED"],
    ["depth 1,000", `{ secret ${"{ versions ".repeat(1000)} { version } ${"}".repeat(1000)} }`, "LIMIT_EXCEEDED"],
    ["depth 9,000 and open", "{ a".repeat(9000), "LIMIT_EXCEEDED"],
    [
      "inline fragments 1,000 deep",
      `{ ${"... on Query { ".repeat(1000)} teams { id } ${"}".repeat(1000)} }`,
      "LIMIT_EXCEEDED",
    ],
    ["fragments in a circle", "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }", "BAD_INPUT"],
    ["a fragment in itself", "{ secret { ...a } } fragment a on Secret { versions { version } ...a }", "BAD_INPUT"],
    [
      "a fragment that doubles 40 times",
      `{ secret { ...f0 } } ${spreads.join(" ")} fragment f40 on Secret { name }`,
      "LIMIT_EXCEEDED",
    ],
    [
      "a literal 1,000 lists deep",
      `mutation { setSecret(input: { name: "n", value: ${"[".repeat(1000)}${"]".repeat(1000)} }) { success } }`,
      "LIMIT_EXCEEDED",
    ],
    ["a million words", `{ ${"a ".repeat(1_000_000)} }`, "LIMIT_EXCEEDED"],
    ["10,000 variables", `query (${"$a: Int ".repeat(10_000)}) { teams { id } }`, "LIMIT_EXCEEDED"],
    ["10,000 directives", `{ teams ${"@skip(if: false) ".repeat(3000)} { id } }`, "LIMIT_EXCEEDED"],
    ["a directive nobody knows", "{ teams @export { id } }", "BAD_INPUT"],
    ["a subscription", "subscription { secretValue }", "BAD_INPUT"],
    ["no operation", "fragment a on Query { teams { id } }", "BAD_INPUT"],
    ["a NUL", "{ teams\0 { id } }", "BAD_INPUT"],
  ];
  test.each(bombs)("%s", async (_what, query, code) => {
    const { post, ask, admin } = await shared();
    for (let time = 0; time < 2; time += 1)
      expect(await post(documentBody(query))).toMatchObject({ status: 200, code });
    expect((await ask(admin, "{ teams { name } }")).data.teams).toHaveLength(1);
  });

  test("a variable that JavaScript takes for a prototype", async () => {
    const { post } = await shared();
    const query = "query ($__proto__: String!) { secretValue(name: $__proto__) }";
    const body = `{"query": ${JSON.stringify(query)}, "variables": {"__proto__": "n"}}`;
    for (let time = 0; time < 2; time += 1) expect(await post(body)).toMatchObject({ status: 200, code: "BAD_INPUT" });
  });

  test("variables that are wrong in very many places, and quote like the errors about them", async () => {
    const { post } = await shared();
    const query = "mutation ($i: setSecretInput!) { setSecret(input: $i) { success } }";
    const wrong = [
      Object.fromEntries(Array.from({ length: 90_000 }, (_none, index) => [`k${index}`, 1])),
      { name: ["cannot represent non ".repeat(150_000)], value: 1 },
      { name: { x: 'Field "'.repeat(200_000) }, value: 1 },
      { name: { x: 'Value "'.repeat(200_000) }, value: 1 },
    ];
    // Compiled from the second time on.
    for (let time = 0; time < 3; time += 1) {
      for (const i of wrong) {
        const { status, code, text } = await post(JSON.stringify({ query, variables: { i } }));
        expect([status, code]).toEqual([200, "BAD_INPUT"]);
        expect(text.length).toBeLessThan(10_000);
      }
      expect((await post(JSON.stringify({ query, variables: { i: { name: "n", value: 1 } } }))).code).toBeUndefined();
    }
  });

  test("batched arrays, with variables or without", async () => {
    const { post } = await shared();
    for (const batch of [
      '[{"query":"{ teams { id } }"}]',
      "[]",
      `[${'{"query":"{ teams { id } }"},'.repeat(1000)}{}]`,
    ]) {
      expect(await post(batch)).toMatchObject({ status: 200, code: "LIMIT_EXCEEDED" });
    }
  });

  test("the schema, where introspection is off; __typename stays", async () => {
    const { post, ask, admin } = await listeningServer({ introspection: false });
    for (const query of [
      "{ __schema { types { name } } }",
      '{ __type(name: "Query") { name } }',
      "{ ...a } fragment a on Query { __schema { description } }",
    ]) {
      for (let time = 0; time < 3; time += 1)
        expect(await post(documentBody(query))).toMatchObject({ code: "BAD_INPUT" });
    }
    expect((await ask(admin, "{ __typename }")).data).toEqual({ __typename: "Query" });
    expect((await post(documentBody("{ secrt { name } }"))).text).not.toContain("Did you mean");
    const open = await listeningServer();
    expect((await open.ask(open.admin, "{ __schema { queryType { name } } }")).data.__schema.queryType.name).toBe(
      "Query",
    );
  });
});
