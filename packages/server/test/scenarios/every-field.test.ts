import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildSchema,
  type GraphQLField,
  getNamedType,
  isInputObjectType,
  isLeafType,
  isNonNullType,
  print,
} from "graphql";
import { describe, expect, test } from "vitest";
import type { Operation } from "../../src/operations/operation.ts";
import { prefectExtension } from "../../src/operations/prefect.ts";
import { schemaOperations } from "../../src/operations/schema-operations.ts";
import { githubClaims, newSigner } from "../issuer.ts";
import { type Answer, sessionHeaders, signIn, type TestServer, testServer } from "../test-server.ts";
import { createTrust, deploy } from "../trusts.ts";

const text = readFileSync(join(import.meta.dirname, "../../schema.graphql"), "utf8");
const schema = buildSchema(text + prefectExtension.text);
const roots = [schema.getQueryType(), schema.getMutationType()];
const fields = roots.flatMap((type) =>
  Object.values(type?.getFields() ?? {}).map((field) => ({ type: String(type?.name), field })),
);

/** A document that uses a field, with something of the right type for each argument that must be there. */
function documentFor(type: string, field: GraphQLField<unknown, unknown>): string {
  const args = field.args.filter((arg) => isNonNullType(arg.type)).map((arg) => `${arg.name}: ${literalFor(arg.type)}`);
  const output = getNamedType(field.type);
  const selection = isLeafType(output) ? "" : "{ __typename }";
  return `${type === "Mutation" ? "mutation" : "query"} { ${field.name}${args.length ? `(${args.join(", ")})` : ""} ${selection} }`;
}

function literalFor(type: unknown): string {
  const text = String(type);
  if (text.startsWith("[")) return `[${literalFor(text.slice(1, text.lastIndexOf("]")).replace(/!$/, ""))}]`;
  const named = schema.getType(text.replace(/!$/, ""));
  if (isInputObjectType(named)) {
    const inner = Object.values(named.getFields()).filter((field) => isNonNullType(field.type));
    return `{ ${inner.map((field) => `${field.name}: ${literalFor(field.type)}`).join(", ")} }`;
  }
  return { Int: "1", Role: "runner", TrustPurpose: "runs" }[named?.name ?? ""] ?? '"x"';
}

/** Whom a field names, read from the schema's text and not by the code under test. */
function named(field: GraphQLField<unknown, unknown>): string[] {
  const directive = field.astNode?.directives?.find(({ name }) => name.value === "allow");
  return directive
    ? [...print(directive).matchAll(/\b(admin|editor|runner|auditor|run|identity)\b/g)].map(([word]) => word)
    : [];
}

async function tokensOf(server: TestServer): Promise<Record<string, string>> {
  const { admin, makeToken, openRun, ask, clock } = server;
  const revoked = await makeToken("admin");
  await ask(admin, `mutation { revokeToken(input: { id: "${revoked.id}" }) { success } }`);
  const ended = await openRun();
  await ask(admin, `mutation { endRun(input: { id: "${ended.id}" }) { success } }`);
  const expiredToken = await makeToken("admin", 1);
  const expiredRun = await openRun({ ttlSeconds: 1 });
  clock.now += 1000;
  const withGrants = async (name: string, grants: object[]): Promise<string> => {
    const query = "mutation ($i: createTokenInput!) { createToken(input: $i) { token } }";
    return (await ask(admin, query, { i: { name, grants } })).data.createToken.token;
  };
  const uses = [{ name: "x", host: "api.example.com" }];
  const endedSession = await signIn(server, admin);
  await server.server.inject({ url: "/session/end", headers: sessionHeaders(endedSession) });
  const revokedLater = await makeToken("admin");
  const revokedSession = await signIn(server, revokedLater.token);
  await ask(admin, `mutation { revokeToken(input: { id: "${revokedLater.id}" }) { success } }`);
  const developer = await withGrants("a developer", [{ role: "editor", names: ["dev/*"] }, { role: "runner" }]);
  return {
    "admin session": await signIn(server, admin),
    "editor session": await signIn(server, developer),
    "auditor session": await signIn(server, (await makeToken("auditor")).token),
    "an ended session": endedSession,
    "a session of a revoked token": revokedSession,
    "admin runner": admin,
    admin: (await makeToken("admin")).token,
    editor: (await makeToken("editor")).token,
    runner: (await makeToken("runner")).token,
    auditor: (await makeToken("auditor")).token,
    "editor auditor": await withGrants("both", [{ role: "editor", names: ["prod/*"] }, { role: "auditor" }]),
    "editor runner": await withGrants("developer", [
      { role: "editor", names: ["*"] },
      { role: "runner", names: ["dev/*"], runSeconds: 60 },
    ]),
    run: (await openRun()).token,
    "runner ": await withGrants("uses only", [{ role: "runner", uses }]),
    "a revoked admin": revoked.token,
    "an expired admin": expiredToken.token,
    "an ended run": ended.token,
    "an expired run": expiredRun.token,
    "an invented token": `keyfold_team_${"A".repeat(49)}`,
  };
}

const refusals: Record<string, string> = {
  "a revoked admin": "UNAUTHENTICATED",
  "an expired admin": "UNAUTHENTICATED",
  "an invented token": "UNAUTHENTICATED",
  "an ended session": "UNAUTHENTICATED",
  "a session of a revoked token": "UNAUTHENTICATED",
  "no token": "UNAUTHENTICATED",
  "an ended run": "RUN_ENDED",
  "an expired run": "RUN_EXPIRED",
};

describe("each field of the schema", () => {
  test("names who may use it", () => {
    expect(fields.length).toBeGreaterThan(15);
    expect(fields.filter(({ field }) => named(field).length === 0)).toEqual([]);
  });

  test("is one of those that the server serves, and the server serves no other", async () => {
    const { ask, admin } = await testServer();
    const types = "{ name fields { name } }";
    const { data } = await ask(
      admin,
      `{ __schema { queryType ${types} mutationType ${types} subscriptionType ${types} } }`,
    );
    const served = [data.__schema.queryType, data.__schema.mutationType].flatMap(
      ({ name, fields: named }: { name: string; fields: { name: string }[] }) =>
        named.map((one) => `${name}.${one.name}`),
    );
    expect(served.sort()).toEqual(fields.map(({ type, field }) => `${type}.${field.name}`).sort());
    expect(data.__schema.subscriptionType).toBeNull();
  });

  test("gives a value to runs alone", () => {
    for (const { field } of fields) {
      if (/JSON|SecretValue|UseSecret/.test(String(field.type))) expect(named(field)).toEqual(["run"]);
    }
  });

  test("refuses every caller that it does not name, records it, and lets the others to its resolver", async () => {
    const server = await testServer();
    const tokens: Record<string, string | undefined> = { ...(await tokensOf(server)), "no token": undefined };
    const signer = await newSigner("1");
    await createTrust(server, { ...deploy, jwks: { keys: [signer.jwk] }, reusable: true });
    tokens.identity = await signer.sign(githubClaims(server.clock.now));
    for (const { type, field } of fields) {
      const allowed = named(field);
      for (const [who, token] of Object.entries(tokens)) {
        // The new team's first token would read, and whoever has no grant of runner makes none that does.
        const givesRunner = field.name === "createTeam" && who.replace(" session", "") === "admin";
        const isAllowed = !givesRunner && who.split(" ").some((role) => allowed.includes(role));
        const expected = refusals[who] ?? (isAllowed ? undefined : "FORBIDDEN");
        const answer: Answer = await server.ask(token, documentFor(type, field));
        const where = `${type}.${field.name} for ${who}`;
        if (expected === undefined) {
          expect(answer.code ?? "", where).not.toMatch(/FORBIDDEN|UNAUTHENTICATED|RUN_|INTERNAL/);
          continue;
        }
        expect(answer.code, where).toBe(expected);
        expect(answer.data?.[field.name] ?? null, where).toBeNull();
        const [row] = (await server.ask(server.admin, "{ auditEvents(limit: 1) { outcome code } }")).data.auditEvents;
        expect(row, where).toEqual({ outcome: "refused", code: expected });
      }
    }
  });

  test("twice in one request is refused twice", async () => {
    const { ask, makeToken, audit } = await testServer();
    const { token } = await makeToken("editor");
    const answer = await ask(token, '{ a: secretValue(name: "x") b: secretValue(name: "y") secret { name } }');
    expect(answer.errors.map((error) => error.extensions.code)).toEqual(["FORBIDDEN", "FORBIDDEN"]);
    expect(answer.data.secret).toEqual([]);
    expect((await audit()).slice(-2).map(({ subject, outcome }) => [subject, outcome])).toEqual([
      ["x", "refused"],
      ["y", "refused"],
    ]);
  });
});

/** What a field's grants decide: whose names its subjects are, what its list leaves out, or nothing but who may use it. */
const reach: Record<string, "editor" | "runner" | "use" | "list" | "role"> = {
  setSecret: "editor",
  setSecrets: "editor",
  set_secret: "editor",
  deleteSecret: "editor",
  restoreSecret: "editor",
  describeSecret: "editor",
  rollbackSecret: "editor",
  secretValue: "runner",
  secretValues: "runner",
  secret_value: "runner",
  useSecret: "use",
  secret: "list",
  secret_names: "list",
  folders: "list",
  runs: "list",
  openRun: "list",
  extendRun: "role",
  endRun: "role",
  tokens: "role",
  createToken: "role",
  revokeToken: "role",
  trusts: "role",
  createTrust: "role",
  deleteTrust: "role",
  teams: "role",
  createTeam: "role",
  auditEvents: "role",
  whoami: "role",
  access: "role",
  auth_info: "role",
};

test.each(fields.map(({ field }) => field.name))("%s keeps to its caller's grants as this table says", (name) => {
  const operations: Record<string, Operation> = { ...schemaOperations, ...prefectExtension.operations };
  // A field that is added must be here, and in operations/grants.test.ts if names reach it.
  expect(reach).toHaveProperty(name);
  const expected = reach[name];
  const names = { editor: "editor", runner: "runner", use: "runner", list: undefined, role: undefined };
  expect(operations[name]?.names).toBe(expected && names[expected]);
  expect(operations[name]?.use !== undefined).toBe(expected === "use");
});
