import { canary, spellings } from "@tooling/vitest/canary";
import fc from "fast-check";
import { expect, test } from "vitest";
import { prefectExtension } from "../../src/operations/prefect.ts";
import { type GrantInput, tokenOf } from "../grants.ts";
import { anyCalls, jsonForOthers, readSchema, withIds } from "../session-walk.ts";
import { signIn, testServer } from "../test-server.ts";

const schema = readSchema(prefectExtension.text);
const planted = ["a", "dev/a", "prod/orders/db url", "prod/orders/key"];
const strings = [...planted, "prod/orders/*", "prod/orders", "new", "api.example.com", "https://login.example.com"];

const grants = fc
  .record({
    admin: fc.boolean(),
    editor: fc.constantFrom<string[] | null | undefined>(undefined, null, ["prod/orders/*"], ["a", "dev/*"]),
    auditor: fc.boolean(),
    // Theirs is what would lead to a value.
    runner: fc.constantFrom(true, true, true, false),
  })
  .map(({ admin, editor, auditor, runner }) => {
    const some: GrantInput[] = [];
    if (admin) some.push({ role: "admin" });
    if (editor !== undefined) some.push({ role: "editor", names: editor });
    if (auditor) some.push({ role: "auditor" });
    if (runner) some.push({ role: "runner" });
    return some;
  })
  .filter((some) => some.some(({ role }) => role !== "runner"));

test("with a session of any grants no sequence of calls leads to a value, also by the credentials that it makes", async () => {
  const server = await testServer();
  const [firstToken] = (await server.ask(server.admin, "{ tokens { id } }")).data.tokens;
  const answered = new Set<string>();
  await fc.assert(
    fc.asyncProperty(grants, anyCalls(schema, strings), async (own, calls) => {
      const plant = planted.map((name) => ({ name, value: canary }));
      await server.ask(server.admin, "mutation ($i: [setSecretInput!]!) { setSecrets(input: $i) { success } }", {
        i: plant,
      });
      const run = await server.openRun({ allow: planted });
      const callers = [await signIn(server, await tokenOf(server, own))];
      expect((await server.read(run.token, "a")).data.secretValue).toBe(canary);
      const ids = [run.id];
      for (const { name, document, variables, by } of calls) {
        server.clock.now += 1000;
        const known = withIds(variables, ids);
        const { data, errors } = await server.ask(callers[by % callers.length], document, known);
        const text = JSON.stringify({ data, errors });
        for (const spelling of spellings(canary)) expect(text.includes(spelling), name).toBe(false);
        for (const [, token] of text.matchAll(/"token":"(keyfold_[^"]+)"/g)) callers.push(token ?? "");
        for (const [, id] of text.matchAll(/"id":"([^"]+)"/g)) if (id !== firstToken.id) ids.push(id ?? "");
        if (errors.length === 0) answered.add(name);
      }
      expect(callers.filter((token) => token.startsWith("keyfold_run_"))).toEqual([]);
    }),
    { numRuns: 10, endOnFailure: true },
  );
  expect(answered.size).toBeGreaterThan(5);
});

test("what answers hold for others than runs has no room for a value, and a field that is added later is found", () => {
  const known = ["runs.claims", "auditEvents.detail", "trusts.claims", "trusts.jwks"];
  expect(jsonForOthers(schema)).toEqual(known);
  const later = (to: string): string => `extend type Query { later(name: String!): SecretValue @allow(to: [${to}]) }`;
  expect(jsonForOthers(readSchema(later("admin, run")))).toEqual([...known, "later.value"]);
  expect(jsonForOthers(readSchema(later("run")))).toEqual(known);
});
