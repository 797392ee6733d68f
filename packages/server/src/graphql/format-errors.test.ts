import { canary, spellings } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { sharedServer } from "../../test/listening-server.ts";
import { testServer } from "../../test/test-server.ts";

const text = JSON.stringify(canary);
const inInput = "mutation ($i: setSecretInput!) { setSecret(input: $i) { success } }";
const inValue = 'mutation ($v: JSON) { setSecret(input: { name: "n", value: $v }) { success } }';

/** Requests with a secret in a place where something is wrong. */
const wrong: [what: string, query: string, variables?: unknown][] = [
  ["a literal in an unknown field", `mutation { setSecrt(input: { name: "n", value: ${text} }) { success } }`],
  ["a literal of an unknown argument", `mutation { setSecret(inputs: { name: "n", value: ${text} }) { success } }`],
  ["a literal in an unknown input field", `mutation { setSecret(input: { name: "n", valu: ${text} }) { success } }`],
  ["a literal where an object is wanted", `mutation { setSecret(input: ${text}) { success } }`],
  ["a literal where a number is wanted", `mutation { openRun(input: { ttlSeconds: ${text} }) { id } }`],
  ["a literal where an enum is wanted", `mutation { createToken(input: { name: "n", role: ${text} }) { id } }`],
  ["a bare word where an enum is wanted", 'mutation { createToken(input: { name: "n", role: keyfoldcanary }) { id } }'],
  ["a literal where a list is wanted", `{ secret(where: { name: { _in: { a: ${text} } } }) { name } }`],
  ["a literal where an instant is wanted", `{ auditEvents(where: { since: ${text} }) { id } }`],
  ["a literal where a row is wanted", `{ auditEvents(where: { before: ${text} }) { id } }`],
  ["a literal that does not end", `mutation { setSecret(input: { name: "n", value: ${text.slice(0, -1)}`],
  ["a literal of several lines that does not end", `mutation { setSecret(input: { name: "n", value: """${canary}`],
  [
    "a literal with a wrong escape",
    `mutation { setSecret(input: { name: "n", value: "${canary.replace('"', "")}\\q" }) { success } }`,
  ],
  ["a literal in the wrong place", `mutation { setSecret(input: { name: "n", value: 1 } ${text}) { success } }`],
  ["a document that begins with it", `${text} { teams { id } }`],
  ["a document that is it", canary],
  [
    "a number that is too exact",
    'mutation { setSecret(input: { name: "n", value: [1234567890123456789] }) { success } }',
  ],
  [
    "an argument used twice",
    `mutation { setSecret(input: { name: "n", value: ${text} }, input: { name: "n", value: ${text} }) { success } }`,
  ],
  ["conflicting arguments", `{ a: secret(where: { name: { _eq: ${text} } }) { name } a: secret { name } }`],
  ["a default of the wrong kind", `query ($a: Int = ${text}) { runs(limit: $a) { id } }`],
  ["an unknown variable's type", `query ($a: Secrt = ${text}) { runs { id } }`],
  ["a directive's argument", `{ teams @skip(if: ${text}) { id } }`],
  ["a variable where an object is wanted", inInput, { i: canary }],
  ["a variable with an unknown field", inInput, { i: { name: "n", valu: canary } }],
  ["a variable without a name", inInput, { i: { value: canary } }],
  ["a variable with an object as name", inInput, { i: { name: { x: canary }, value: canary } }],
  ["a variable with a list as name", inInput, { i: { name: [canary], value: 1 } }],
  ["a variable with an unknown field that is the secret", inInput, { i: { name: "n", value: 1, [canary]: 1 } }],
  ["a variable that is a list", inInput, { i: [canary, canary] }],
  [
    "a variable of the wrong enum",
    'mutation ($r: Role!) { createToken(input: { name: "n", role: $r }) { id } }',
    { r: canary },
  ],
  ["a variable where a number is wanted", "query ($n: Int) { runs(limit: $n) { id } }", { n: canary }],
  ["a variable where a flag is wanted", "query ($l: Boolean) { runs(where: { live: $l }) { id } }", { l: canary }],
  [
    "a variable where an id is wanted",
    "mutation ($i: ID!) { endRun(input: { id: $i }) { success } }",
    { i: { a: canary } },
  ],
  [
    "a variable where an instant is wanted",
    "query ($d: DateTime) { auditEvents(where: { since: $d }) { id } }",
    { d: canary },
  ],
  [
    "a variable where names are wanted",
    "query ($n: [String!]!) { secretValues(names: $n) { name } }",
    { n: [{ a: canary }] },
  ],
  ["a value that is too deep", inValue, { v: JSON.parse(`${"[".repeat(65)}${text}${"]".repeat(65)}`) }],
  ["a value that is too large", inValue, { v: canary.repeat(60_000) }],
  ["variables that are the secret", inValue, canary],
];

describe("an error tells nothing of a secret in the request", () => {
  const shared = sharedServer();
  test.each(wrong)("%s", async (_what, query, variables) => {
    const { ask, admin, log } = await shared();
    // The first time it is executed as it is, later perhaps compiled.
    for (let time = 0; time < 3; time += 1) {
      const { errors, code } = await ask(admin, query, variables);
      expect(["BAD_INPUT", "LIMIT_EXCEEDED"]).toContain(code);
      const shown = JSON.stringify(errors) + log();
      for (const spelling of [...spellings(canary), "keyfoldcanary", "1234567890123456789", "keyfold canary"]) {
        expect(shown).not.toContain(spelling);
      }
    }
    expect((await ask(admin, "{ secret { name } }")).data.secret).toEqual([]);
  });
});

test("an error about a document names fields and types, which help", async () => {
  const { ask, admin } = await testServer();
  expect((await ask(admin, "{ secrt { name } }")).message).toContain('"secrt"');
  const unknown = 'mutation { setSecret(input: { name: "n", valu: 1 }) { success } }';
  expect((await ask(admin, unknown)).message).toBe('A field is not defined by type "setSecretInput".');
});

test("what went wrong inside is in the log under the request's id, and not in the answer", async () => {
  const { ask, admin, sql, log } = await testServer();
  await sql("alter table run rename column label to title");
  const { errors } = await ask(admin, "mutation { openRun(input: {}) { id } }");
  expect(errors[0]?.extensions.code).toMatch(/^(INTERNAL|DATABASE_UNAVAILABLE|DATABASE_INVALID)$/);
  expect(errors[0]?.message).not.toContain("label");
  expect(log()).toMatch(/(has no column named label|column .* does not exist)/);
});
