import { afterAll, expect, test } from "vitest";
import { create } from "../../test/grants.ts";
import { signIn, testServer } from "../../test/test-server.ts";
import { createTrust, deploy } from "../../test/trusts.ts";
import { loadSchema } from "../graphql/load-schema.ts";
import { prefectExtension } from "./prefect.ts";

const server = await testServer({}, undefined, afterAll);
const { ask, admin, makeToken, openRun, set, sql } = server;

/** What tokens may change, with what is there for it. */
const changes: Record<string, () => Promise<string> | string> = {
  setSecret: () => '(input: { name: "n", value: 1 }) { success }',
  setSecrets: () => '(input: [{ name: "n", value: 1 }, { name: "m", value: 2 }]) { success }',
  set_secret: () => '(input: { name: "n", value: 1 }) { success }',
  rollbackSecret: async () => {
    await set("set before", 1);
    return '(input: { name: "set before", version: 1 }) { success }';
  },
  describeSecret: async () => {
    await set("set before", 1);
    return '(input: { name: "set before", note: "a note" }) { success }';
  },
  deleteSecret: async () => {
    await set("deleted", 1);
    return '(input: { name: "deleted", purge: true }) { success }';
  },
  restoreSecret: async () => {
    await set("removed", 1);
    await ask(admin, 'mutation { deleteSecret(input: { name: "removed" }) { success } }');
    return '(input: { name: "removed" }) { success }';
  },
  openRun: () => "(input: {}) { id }",
  extendRun: async () => `(input: { id: "${(await openRun()).id}", ttlSeconds: 9 }) { id }`,
  endRun: async () => `(input: { id: "${(await openRun()).id}" }) { success }`,
  createTeam: () => '(input: { name: "another team", runner: false }) { token }',
  createToken: () => '(input: { name: "another token", role: auditor }) { id }',
  revokeToken: async () => `(input: { id: "${(await makeToken("auditor")).id}" }) { success }`,
  createTrust: () => `(input: {
    name: "another trust", for: runs, issuer: "https://gitlab.com", claims: { project_id: "1", ref_protected: "true" }
    grants: [{ role: runner }]
  }) { id }`,
  deleteTrust: async () => {
    const { data } = await createTrust(server, { ...deploy, grants: [{ role: "runner" }] });
    return `(input: { id: "${data.createTrust.id}" }) { success }`;
  },
};

/** What runs ask for. */
const ofRuns: Record<string, (id: string) => string> = {
  secretValue: () => '(name: "read")',
  secret_value: () => '(name: "read")',
  secretValues: () => '(names: ["read"]) { value }',
  useSecret: () => '(input: { name: "read", host: "api.example.com", method: "GET", path: "/" }) { value }',
  extendRun: (id) => `(input: { id: "${id}", ttlSeconds: 9 }) { id }`,
  endRun: (id) => `(input: { id: "${id}" }) { success }`,
};

const state = (besides = ""): Promise<unknown[]> =>
  sql(`select id, version, note from secret union all select id, 0, deleted_by from removed_secret
    union all select id, expires_at, null from run where ended_at is null
    union all select id, 0, null from team union all select id, 0, null from trust
    union all select id, 0, null from token where revoked_at is null and id <> '${besides}' order by 1`);

test("each field is here by which a token changes something", async () => {
  const { data } = await ask(admin, "{ __schema { mutationType { fields { name } } } }");
  const names: string[] = data.__schema.mutationType.fields.map(({ name }: { name: string }) => name);
  expect(["useSecret", ...Object.keys(changes)].sort()).toEqual(names.sort());
});

test.each(Object.keys(changes))(
  "%s changes nothing for whoever was revoked since they were looked up, and the log has the refusal",
  async (field) => {
    const change = `${field}${await changes[field]?.()}`;
    const { id, token } = (await create(server, { grants: [{ role: "admin" }, { role: "runner" }] })).data.createToken;
    const before = await state(id);
    // A session opens no run, and gives none.
    const by = ["openRun", "createTrust"].includes(field) ? token : await signIn(server, token);
    const { errors } = await ask(by, `mutation { revokeToken(input: { id: "${id}" }) { success } then: ${change} }`);
    expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([[["then"], "UNAUTHENTICATED"]]);
    expect(await state(id)).toEqual(before);
    const rows = await sql("select actor_id, outcome, code from audit_event order by seq desc limit 1");
    expect(rows).toEqual([{ actor_id: id, outcome: "refused", code: "UNAUTHENTICATED" }]);
    expect((await ask(admin, `mutation { ${change} }`)).errors).toEqual([]);
    expect(await state(id)).not.toEqual(before);
  },
);

const schema = loadSchema([prefectExtension]);
const [queries, mutations] = [schema.getQueryType()?.getFields() ?? {}, schema.getMutationType()?.getFields() ?? {}];
const remembering = Object.values({ ...queries, ...mutations }).filter(({ extensions }) => extensions.checkedInCommit);

test.each(remembering.map(({ name }) => name))(
  "%s goes by what is remembered of a caller, and its commit refuses one who is over by then",
  async (field) => {
    await set("read", 1);
    const askFor = async (token: string, id: string, text: string, code: string): Promise<void> => {
      const before = await state();
      const { errors } = await ask(token, `${field in mutations ? "mutation" : "query"} { ${field}${text} }`);
      // Whoever is refused before that has no path.
      expect(errors.map(({ path, extensions }) => [path, extensions.code])).toEqual([[[field], code]]);
      expect(await state()).toEqual(before);
      const rows = await sql("select actor_id, outcome, code from audit_event order by seq desc limit 1");
      expect(rows).toEqual([{ actor_id: id, outcome: "refused", code }]);
    };
    const [ofToken, ofRun] = [changes[field], ofRuns[field]];
    expect(ofToken ?? ofRun).toBeDefined();
    if (ofToken !== undefined) {
      const change = await ofToken();
      const { id, token } = (await create(server, { grants: [{ role: "admin" }, { role: "runner" }] })).data
        .createToken;
      await ask(token, "{ whoami { id } }");
      await ask(admin, `mutation { revokeToken(input: { id: "${id}" }) { success } }`);
      await askFor(token, id, change, "UNAUTHENTICATED");
    }
    if (ofRun !== undefined) {
      const { id, token } = await openRun({ allow: ["read"], uses: [{ name: "read", host: "api.example.com" }] });
      const text = ofRun(id);
      await ask(token, "{ whoami { id } }");
      await ask(admin, `mutation { endRun(input: { id: "${id}" }) { success } }`);
      await askFor(token, id, text, "RUN_ENDED");
    }
  },
);
