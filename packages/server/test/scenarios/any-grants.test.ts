import { canary } from "@tooling/vitest/canary";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { changes, create, folders, type GrantInput, open, patterns, tokenOf, withNames } from "../grants.ts";
import { openWith } from "../identities.ts";
import { githubClaims, newSigner } from "../issuer.ts";
import type { Answer } from "../test-server.ts";
import { createTrust, deleteTrust, deploy } from "../trusts.ts";

const names = fc.option(fc.uniqueArray(fc.constantFrom(...patterns), { minLength: 1, maxLength: 3 }));
const grantOf = (...roles: GrantInput["role"][]): fc.Arbitrary<GrantInput> =>
  fc
    .record({ role: fc.constantFrom(...roles), names })
    .map(({ role, names: some }) => (role === "editor" || role === "runner" ? { role, names: some } : { role }));

/** What the words say, written apart from the code under test. */
function isMeant(grants: readonly GrantInput[], roles: readonly GrantInput["role"][], name: string): boolean {
  const meant = grants.filter(({ role }) => roles.includes(role)).map(({ names: some }) => some ?? null);
  return meant.some(
    (some) =>
      some === null || some.some((one) => one === name || (one.endsWith("/*") && name.startsWith(one.slice(0, -1)))),
  );
}

/** What an answer says but for the name that was asked for, and for ids and times of the request. */
const essence = ({ data, errors, status }: Answer, name: string): string =>
  JSON.stringify({ data, errors, status }).replaceAll(`\\"${name}\\"`, "it");

const opened = patterns.map((pattern) => pattern.replace("*", "x"));

/** The names for which a run can be opened. */
async function readable(openFor: (name: string) => Promise<Answer>): Promise<string[]> {
  const codes = await Promise.all(opened.map(async (name) => (await openFor(name)).code));
  for (const code of codes) if (code !== undefined) expect(code).toMatch(/^(FORBIDDEN|NAME_NOT_ALLOWED)$/);
  return opened.filter((_name, index) => codes[index] === undefined);
}

describe("for any grants", () => {
  test("no change reaches outside, and the refusal is the same whether or not the name is there", async () => {
    const server = await withNames();
    const grants = fc.array(grantOf("editor", "auditor", "runner"), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(grants, fc.subarray([...folders], { minLength: 1, maxLength: 2 }), async (some, tried) => {
        const own: GrantInput[] = [...some, { role: "editor", names: ["own/*"] }];
        const token = await tokenOf(server, own);
        for (const folder of tried) {
          const isInside = ["there", "gone"].map((name) => isMeant(own, ["editor"], `${folder}${name}`));
          for (const [what, document] of changes) {
            const asked = (name: string) => server.ask(token, document, { n: `${folder}${name}` });
            if (!isInside[0]) {
              const there = await asked("there");
              expect(there.code, what).toBe("NAME_NOT_ALLOWED");
              if (isInside[1]) continue;
              expect(essence(await asked("gone"), `${folder}gone`), what).toBe(essence(there, `${folder}there`));
            } else if (what === "rolling back") {
              expect((await asked("there")).code, what).toBeUndefined();
            }
          }
        }
        const seen = folders
          .map((folder) => `${folder}there`)
          .filter((name) => isMeant(own, ["editor", "auditor"], name));
        const { data } = await server.ask(token, "{ secret(limit: 100) { name } secret_names }");
        expect(data.secret_names).toEqual([...seen].sort());
        expect(data.secret.map((one: { name: string }) => one.name)).toEqual(data.secret_names);
        const newest = await server.ask(token, "{ secret(limit: 100, order_by: { updatedAt: desc }) { name } }");
        expect(newest.data.secret.map((one: { name: string }) => one.name).sort()).toEqual(data.secret_names);
      }),
      { numRuns: 12 },
    );
  });

  test("no run reads outside, in whatever folder, and the refusal is the same whether or not the name is there", async () => {
    const server = await withNames();
    const folder = fc.option(fc.constantFrom("dev", "prod", "prod/orders", "prod/orders2", "prod/orders/db", "other"));
    const asked = fc.constantFrom(...folders, "/", "/prod/", "orders/", "db/");
    const grants = fc.array(grantOf("runner"), { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(
        grants,
        folder,
        fc.array(asked, { minLength: 1 }),
        fc.boolean(),
        async (own, where, prefixes, isListed) => {
          const token = await tokenOf(server, own);
          const all = [...new Set(prefixes)].flatMap((prefix) => [`${prefix}there`, `${prefix}gone`]);
          const searched = (name: string): string[] => {
            if (where === null) return [name];
            if (name.startsWith("/")) return [name.slice(1)];
            const parts = where.split("/");
            return [...parts.map((_part, index) => [...parts.slice(0, parts.length - index), name].join("/")), name];
          };
          const covered = (name: string) => searched(name).filter((one) => isMeant(own, ["runner"], one));
          const refused = all.filter((name) => covered(name).length === 0);
          const input = { folder: where, allow: isListed ? all : null };
          if (isListed && refused.length > 0) {
            expect((await open(server, token, input)).code).toBe("NAME_NOT_ALLOWED");
            return;
          }
          const run = (await open(server, token, input)).data.openRun.token;
          const many = await server.ask(
            run,
            "query ($n: [String!]!) { secretValues(names: $n) { name value error { code message } } }",
            { n: all },
          );
          for (const [index, name] of all.entries()) {
            const isThere = covered(name).some((one) => folders.some((prefix) => `${prefix}there` === one));
            const code = covered(name).length === 0 ? "NAME_NOT_ALLOWED" : isThere ? undefined : "NOT_FOUND";
            const single = await server.read(run, name);
            const prefect = await server.ask(run, "query ($n: String!) { secret_value(name: $n) }", { n: name });
            expect([single.code, prefect.code, many.data.secretValues[index].error?.code], name).toEqual([
              code,
              code,
              code,
            ]);
            expect(single.data?.secretValue ?? null, name).toBe(isThere ? canary : null);
            expect(many.data.secretValues[index].name).toBe(name);
          }
          const bySingle = await Promise.all(refused.map(async (name) => essence(await server.read(run, name), name)));
          expect(new Set(bySingle).size).toBeLessThan(2);
          const listed: string[] = (await server.ask(run, "{ secret_names }")).data.secret_names;
          for (const name of listed) expect((await server.read(run, name)).code, name).toBeUndefined();
          if (where === null) {
            const inside = folders.map((one) => `${one}there`).filter((name) => isMeant(own, ["runner"], name));
            expect(listed).toEqual(inside.filter((name) => !isListed || all.includes(name)).sort());
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  test("nobody makes a credential that reads what their own can't, also in two steps", async () => {
    const server = await withNames();
    const own = fc.array(grantOf("admin", "editor", "runner"), { maxLength: 3 });
    const given = fc.array(grantOf("admin", "editor", "runner", "auditor"), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(own, given, given, async (mine, first, second) => {
        let token = await tokenOf(server, [...mine, { role: "admin" }]);
        let limit = await readable((name) => open(server, token, { allow: [name] }));
        for (const grants of [[...first, { role: "admin" as const }], second]) {
          const made = await create(server, { grants }, token);
          const isWithin = (name: string): boolean => limit.includes(name);
          if (made.code !== undefined) {
            expect(made.code).toBe("FORBIDDEN");
            expect(grants.some(({ role }) => role === "runner")).toBe(true);
            return;
          }
          token = made.data.createToken.token;
          const reads = await readable((name) => open(server, token, { allow: [name] }));
          expect(reads.filter((name) => !isWithin(name))).toEqual([]);
          limit = reads;
        }
      }),
      { numRuns: 15 },
    );
  });

  test("nobody makes a trust that reads what their own can't", async () => {
    const server = await withNames({ limits: { unknownTokensPerSecond: 10_000 } });
    const signer = await newSigner("key 1");
    const own = fc.array(grantOf("admin", "editor", "runner"), { maxLength: 3 });
    const given = fc.array(grantOf("runner"), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(own, given, async (mine, grants) => {
        const token = await tokenOf(server, [...mine, { role: "admin" }]);
        const limit = await readable((name) => open(server, token, { allow: [name] }));
        const made = await createTrust(server, { ...deploy, grants, jwks: { keys: [signer.jwk] } }, token);
        if (made.code !== undefined) {
          expect(made.code).toBe("FORBIDDEN");
          return;
        }
        const reads = await readable(async (name) =>
          openWith(server, await signer.sign(githubClaims(server.clock.now)), { allow: [name] }),
        );
        expect(reads).toEqual(opened.filter((name) => isMeant(grants, ["runner"], name)));
        expect(reads.filter((name) => !limit.includes(name))).toEqual([]);
        await deleteTrust(server, made.data.createTrust.id);
      }),
      { numRuns: 15, examples: [[[{ role: "runner" }], [{ role: "runner", names: ["prod/orders/*"] }]]] },
    );
  });
});
