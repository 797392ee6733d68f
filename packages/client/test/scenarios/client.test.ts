import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { canary, record } from "@tooling/vitest/canary";
import { startServer } from "@tooling/vitest/processes";
import { describe, expect, expectTypeOf, test, vi } from "vitest";
import type { Client } from "../../src/client.ts";
import { createClient } from "../../src/create-client.ts";
import type { Role } from "../../src/index.ts";
import type { TypedDocument } from "../../src/operation-types.ts";
import { thrownBy } from "../../src/test/thrown-by.ts";

async function startTeam(): Promise<{ url: string; admin: Client; adminToken: string }> {
  const { url, adminToken } = await startServer();
  return { url, adminToken, admin: createClient({ url, token: adminToken }) };
}

describe("every operation of the schema", () => {
  test("secrets: set, list, look at, roll back and delete", async () => {
    const { admin } = await startTeam();
    expect(await admin.setSecret({ name: "my secret", value: 42 })).toEqual({ success: true, version: 1 });
    expect(await admin.setSecret({ name: "my secret", value: canary })).toEqual({ success: true, version: 2 });
    const many = [
      { name: "a", value: null },
      { name: "my secret", value: { list: [1, "x"] } },
    ];
    expect(await admin.setSecrets(many)).toEqual({ success: true, versions: [1, 3] });
    expect(await admin.rollbackSecret({ name: "my secret", version: 1 })).toEqual({ success: true, version: 4 });

    expect(await admin.secretNames()).toEqual(["a", "my secret"]);
    const [listed] = await admin.secrets({
      where: { name: { _starts_with: "my" } },
      orderBy: { name: "desc" },
      limit: 1,
    });
    expect(listed).toEqual({
      name: "my secret",
      version: 4,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
      updatedBy: expect.any(String),
    });
    const history = await admin.secret("my secret");
    expect(history).toMatchObject(listed ?? {});
    expect(history?.versions.map(({ version }) => version)).toEqual([4, 3, 2, 1]);

    expect(await admin.deleteSecret({ name: "a" })).toEqual({ success: true });
    expect(await admin.secret("a")).toBeUndefined();
    expect(await thrownBy(admin.deleteSecret({ name: "a" }))).toMatchObject({ code: "NOT_FOUND", status: 200 });
  });

  test("runs: open, extend, read in, list and end", async () => {
    const { url, admin } = await startTeam();
    const values = { text: canary, number: 42, list: [1, { a: null }], nothing: null, "1e5": "1e5" };
    await admin.setSecrets(Object.entries(values).map(([name, value]) => ({ name, value })));
    const opened = await admin.openRun({
      ttlSeconds: 60,
      allow: [...Object.keys(values), "missing"],
      label: "nightly",
    });
    const run = createClient({ url, token: opened.token });

    for (const [name, value] of Object.entries(values)) expect(await run.secretValue(name)).toEqual(value);
    expect(await run.secretValues(["number", "missing", "a", "text", "number"])).toEqual([
      { name: "number", value: 42 },
      { name: "missing", error: { code: "NOT_FOUND", message: expect.any(String) } },
      { name: "a", error: { code: "NAME_NOT_ALLOWED", message: expect.any(String) } },
      { name: "text", value: canary },
      { name: "number", value: 42 },
    ]);
    expect(await run.secretValues([])).toEqual([]);

    const extended = await run.extendRun({ id: opened.id, ttlSeconds: 600 });
    expect(Date.parse(extended.expiresAt)).toBeGreaterThan(Date.parse(opened.expiresAt));
    const [listed] = await admin.runs({ where: { live: true }, limit: 5 });
    expect(listed).toMatchObject({ id: opened.id, label: "nightly", live: true, endedAt: null });
    expect(await run.endRun({ id: opened.id })).toEqual({ success: true });
    expect((await admin.runs()).map(({ live }) => live)).toEqual([false]);
    expect(await thrownBy(run.secretValue("number"))).toMatchObject({ code: "RUN_ENDED" });
  });

  test("a run that expires in the middle, and a token that is revoked in the middle", async () => {
    const { url, admin } = await startTeam();
    await admin.setSecret({ name: "KEY", value: canary });
    const runner = await admin.createToken({ name: "worker", role: "runner" });
    const worker = createClient({ url, token: runner.token });
    const opened = await worker.openRun({ ttlSeconds: 1 });
    const run = createClient({ url, token: opened.token });
    expect((await run.secretValue("KEY")) === canary).toBe(true);
    await vi.waitFor(
      async () => expect(await thrownBy(run.secretValue("KEY"))).toMatchObject({ code: "RUN_EXPIRED" }),
      {
        timeout: 60_000,
        interval: 100,
      },
    );
    await admin.revokeToken({ id: runner.id });
    expect(await thrownBy(worker.extendRun({ id: opened.id }))).toMatchObject({ code: "UNAUTHENTICATED" });
  });

  test("teams, tokens and the audit log", async () => {
    const { url, admin } = await startTeam();
    const { team, token } = await admin.createTeam({ name: "other" });
    expect((await admin.teams({ limit: 10 })).map(({ name }) => name)).toContain("other");
    expect(await createClient({ url, token }).teams()).toEqual([team]);

    const created = await admin.createToken({ name: "ci", role: "editor", ttlSeconds: 60 });
    expect(created).toMatchObject({ role: "editor", token: expect.stringContaining("keyfold_") });
    const editor = createClient({ url, token: created.token });
    expect(await thrownBy(editor.tokens())).toMatchObject({ code: "FORBIDDEN", tip: expect.stringMatching(/./) });
    expect((await admin.tokens({ limit: 1 }))[0]).toMatchObject({ id: created.id, name: "ci", revokedAt: null });
    expect(await admin.revokeToken({ id: created.id })).toEqual({ success: true });
    expect(await thrownBy(editor.secretNames())).toMatchObject({ code: "UNAUTHENTICATED" });

    const [refused] = await admin.auditEvents({ where: { outcome: "refused" }, limit: 1, offset: 0 });
    expect(refused).toMatchObject({ code: "UNAUTHENTICATED" });
    expect((await admin.auditEvents({ where: { action: "token.create" } })).length).toBeGreaterThan(0);
  });
});

test("the names of all pages, sorted", async () => {
  const { admin } = await startTeam();
  const names = Array.from({ length: 2001 }, (_, index) => `name ${String(index).padStart(4, "0")}`);
  for (let from = 0; from < names.length; from += 1000) {
    await admin.setSecrets(names.slice(from, from + 1000).map((name) => ({ name, value: 1 })));
  }
  expect(await admin.secretNames()).toEqual(names);
});

test("the seed page's two texts, verbatim", async () => {
  const { admin } = await startTeam();
  const mutation = `mutation {
  setSecret(input: { name: "KEY", value: "VALUE" }) {
    success
  }
}`;
  const query = `query {
  secret(order_by: { name: asc }) {
    name
  }
}`;
  expect(await admin.request(mutation)).toEqual({ setSecret: { success: true } });
  expect(await admin.request(query)).toEqual({ secret: [{ name: "KEY" }] });
  expect(await admin.request("query ($n: Int) { secret(limit: $n) { name } }", { n: 0 })).toEqual({ secret: [] });
  expect(await thrownBy(admin.request("query { nothing }"))).toMatchObject({ code: "BAD_INPUT" });
  expect(await thrownBy(admin.request("{"))).toMatchObject({ code: "BAD_INPUT" });
});

test("a person's token reads no value, and a wrong one nothing", async () => {
  const { url, admin } = await startTeam();
  await admin.setSecret({ name: "KEY", value: canary });
  expect(await thrownBy(admin.secretValue("KEY"))).toMatchObject({ code: "FORBIDDEN" });
  expect(await thrownBy(admin.secretValues(["KEY"]))).toMatchObject({ code: "FORBIDDEN" });
  const unknown = createClient({ url, token: "keyfold_admin_wrong" });
  expect(await thrownBy(unknown.setSecret({ name: "KEY", value: canary }))).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("a client shows nothing of what it holds", async () => {
  const { url, adminToken, admin } = await startTeam();
  await admin.secretNames();
  const printed = [inspect(admin, { showHidden: true, depth: 9 }), JSON.stringify(admin), String(admin)].join("\n");
  record("client", printed);
  expect(printed).not.toContain(adminToken.slice(8));
  expect(printed).not.toContain(new URL(url).port);
});

test.for([
  ["a bigint", 1n],
  ["not a number", { deep: [Number.NaN] }],
  ["infinity", Number.POSITIVE_INFINITY],
  ["a Map", new Map([["a", canary]])],
  ["bytes", new Uint8Array(4)],
  ["a function", () => canary],
  ["a hole", [undefined]],
  ["what is redacted", { reveal: () => canary, toJSON: () => "<secret>" }],
] as const)("a value that JSON would change is refused: %s", async ([, value]) => {
  const client = createClient({ url: "http://127.0.0.1:1", token: "t" });
  expect(await thrownBy(client.setSecret({ name: "KEY", value }))).toMatchObject({ code: "BAD_INPUT" });
});

test("a value inside itself is refused", async () => {
  const value: Record<string, unknown> = { text: canary };
  value.self = value;
  const client = createClient({ url: "http://127.0.0.1:1", token: "t" });
  expect(await thrownBy(client.setSecret({ name: "KEY", value }))).toMatchObject({ code: "BAD_INPUT" });
});

test("every operation of the schema has its document", () => {
  const schema = readFileSync(new URL("../../../server/schema.graphql", import.meta.url), "utf8");
  const generated = readFileSync(new URL("../../src/generated/operations.ts", import.meta.url), "utf8");
  const roots = [...schema.matchAll(/^type (?:Query|Mutation) \{([\s\S]*?)^\}/gm)].map(([, body]) => String(body));
  const fields = roots.flatMap((body) =>
    [...body.matchAll(/^ {2}(\w+)(?:\(.*\))?:/gm)].map(([, field]) => String(field)),
  );
  expect(fields).toEqual(expect.arrayContaining(["setSecret", "secretValues", "openRun", "auditEvents"]));
  expect(fields.filter((field) => !new RegExp(`^ {2}${field}\\b`, "m").test(generated))).toEqual([]);
});

test("types come from the schema", () => {
  const typed = (client: Client, names: TypedDocument<{ secret: { name: string }[] }, { limit?: number }>): void => {
    expectTypeOf(client.request(names, { limit: 1 })).resolves.toEqualTypeOf<{ secret: { name: string }[] }>();
    expectTypeOf(client.request("{ teams { name } }")).resolves.toEqualTypeOf<Record<string, unknown>>();
    expectTypeOf(client.request<{ teams: [] }>("{ teams { name } }")).resolves.toEqualTypeOf<{ teams: [] }>();
    expectTypeOf(client.secretValue("a")).resolves.toEqualTypeOf<unknown>();
    expectTypeOf(client.tokens()).resolves.items.toHaveProperty("role").toEqualTypeOf<Role>();
    expectTypeOf<Role>().toEqualTypeOf<"admin" | "editor" | "runner" | "auditor">();
    expectTypeOf(client.secret("a")).resolves.exclude<undefined>().toHaveProperty("versions");
    expectTypeOf(client.openRun).parameter(0).exclude<undefined>().toHaveProperty("allow");
    // @ts-expect-error a limit is a number
    void client.request(names, { limit: "1" });
    // @ts-expect-error there is no such role
    void client.createToken({ name: "a", role: "reader" });
    // @ts-expect-error a parsed document is no text
    void client.request({ kind: "Document", definitions: [] });
  };
  expectTypeOf(typed).toBeFunction();
});
