import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { testServer } from "../test-server.ts";

/** Selections of the API, with arguments, aliases and fragments, right and wrong. */
const { set: selectionSet } = fc.letrec<{ set: string; field: string }>((tie) => ({
  set: fc.array(tie("field"), { minLength: 1, maxLength: 6 }).map((fields) => `{ ${fields.join(" ")} }`),
  field: fc.oneof(
    { depthSize: "small", maxDepth: 4 },
    fc.constantFrom("name", "value", "id", "__typename", "...f", "nothing", 'secretValue(name: "n")', "success"),
    fc
      .tuple(
        fc.constantFrom("", "a: ", "b: "),
        fc.constantFrom(
          "secret",
          "runs",
          "teams(limit: 1)",
          "secretValues(names: $names)",
          'deleteSecret(input: { name: "n" })',
          "__schema",
          "types",
          "... on Query",
          "@skip(if: true)",
        ),
        tie("set"),
      )
      .map((parts) => parts.join(" ")),
  ),
}));

const document = fc
  .tuple(fc.constantFrom("query", "mutation", "query ($names: [String!]!)", ""), selectionSet, selectionSet)
  .map(([operation, fields, fragment]) => `${operation} ${fields} fragment f on Query ${fragment}`);

const body = fc.oneof(
  {
    arbitrary: fc.record({ query: document, variables: fc.constantFrom({}, null, "{}", { names: ["n", "m", "n"] }) }),
    weight: 4,
  },
  { arbitrary: fc.record({ query: fc.string(), variables: fc.jsonValue() }), weight: 1 },
  { arbitrary: fc.jsonValue(), weight: 1 },
);

test("whoever asks for whatever gets an answer of bounded size, and leaves a bounded number of audit rows", async () => {
  const limits = { auditRows: 5, batch: 3, answerBytes: 2000, fields: 60, unknownTokensPerSecond: 1_000_000 };
  const { server, admin, set, openRun, makeToken, ask, openInstance, log } = await testServer({ limits });
  const { database } = await openInstance();
  onTestFinished(() => database.close());
  await set("n", "x".repeat(500));
  const [run, ended, runner] = [await openRun(), await openRun(), await makeToken("runner")];
  await ask(admin, "mutation ($id: ID!) { endRun(input: { id: $id }) { success } }", { id: ended.id });
  const rows = async (): Promise<number> => {
    const query = database.reader.selectFrom("audit_event").select((row) => row.fn.max("seq").as("rows"));
    return Number((await query.executeTakeFirst())?.rows);
  };
  const callers = [
    { token: undefined, maxRows: 1, served: false },
    { token: "none", maxRows: 1, served: false },
    { token: ended.token, maxRows: 1, served: false },
    ...[admin, run.token, runner.token].map((token) => ({ token, maxRows: limits.auditRows + 1, served: true })),
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...callers), body, async ({ token, maxRows, served }, payload) => {
      const before = await rows();
      const headers = { "content-type": "application/json", ...(token && { authorization: `Bearer ${token}` }) };
      const { body: text } = await server.inject({ url: "/graphql", headers, payload: JSON.stringify(payload) });
      const { data, errors = [] } = JSON.parse(text);
      expect(JSON.stringify(data).length).toBeLessThanOrEqual(limits.answerBytes);
      for (const { extensions } of errors) {
        if (served) expect(["UNAUTHENTICATED", "RUN_ENDED", "INTERNAL"]).not.toContain(extensions.code);
        else expect(["UNAUTHENTICATED", "RUN_ENDED"]).toContain(extensions.code);
      }
      if (!served) expect(errors).toHaveLength(1);
      // What a request leaves behind its answer is there with the next commit at the latest.
      await set("m", 1);
      expect((await rows()) - before - 1).toBeLessThanOrEqual(maxRows);
    }),
    { numRuns: 300 },
  );
  expect(log()).not.toContain("a request failed");
});
