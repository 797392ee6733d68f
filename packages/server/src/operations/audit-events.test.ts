import { canary } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { type TestServer, testServer } from "../../test/test-server.ts";

interface Row {
  id: string;
  at: string;
  action: string;
  subject: string | null;
  actor: string;
}

async function events({ ask, admin }: TestServer, args: string, token = admin): Promise<Row[]> {
  const answer = await ask(token, `{ auditEvents(${args}) { id at action subject actor outcome code } }`);
  expect(answer.errors).toEqual([]);
  return answer.data.auditEvents;
}

const subjects = (rows: Row[]): (string | null)[] => rows.map(({ subject }) => subject);

test("are filtered by each of their columns, and by all together", async () => {
  const server = await testServer();
  const { set, read, openRun, clock } = server;
  const start = clock.now;
  for (const name of ["a", "b", "c"]) {
    clock.now += 1000;
    await set(name, 1);
  }
  const run = await openRun({ allow: ["a"] });
  clock.now += 1000;
  await read(run.token, "a");
  await read(run.token, "b");
  const instant = (seconds: number): string => new Date(start + seconds * 1000).toISOString();
  expect(subjects(await events(server, 'where: { action: "secret.set" }'))).toEqual(["c", "b", "a"]);
  expect((await events(server, 'where: { subject: "a" }')).map(({ action }) => action)).toEqual([
    "secret.read",
    "secret.set",
  ]);
  expect(subjects(await events(server, `where: { actor: "run:${run.id}" }`))).toEqual(["b", "a"]);
  expect(subjects(await events(server, "where: { outcome: refused }"))).toEqual(["b"]);
  expect(subjects(await events(server, `where: { since: "${instant(2)}", until: "${instant(3)}" }`))).toEqual(["b"]);
  const all = `where: { action: "secret.read", outcome: allowed, subject: "a", since: "${instant(4)}", until: "${instant(5)}" }`;
  expect(subjects(await events(server, all))).toEqual(["a"]);
  expect(await events(server, 'where: { action: "secret.set", outcome: refused }')).toEqual([]);
});

test("come in pages, newest first, and `before` does not move while rows are added", async () => {
  const server = await testServer();
  const { set, ask, admin } = server;
  // The first list of an hour has a row of its own.
  await events(server, "limit: 1");
  for (let index = 0; index < 130; index += 1) await set(`n${index}`, index);
  expect(await events(server, "offset: 0")).toHaveLength(100);
  const first = await events(server, "limit: 50");
  expect(first[0]?.subject).toBe("n129");
  await set("in between", 1);
  const seen = [...first];
  for (;;) {
    const page = await events(server, `limit: 50, where: { before: "${seen.at(-1)?.id}" }`);
    seen.push(...page);
    if (page.length < 50) break;
  }
  expect(new Set(seen.map(({ id }) => id)).size).toBe(133);
  expect(subjects(seen.slice(0, 130))).toEqual(Array.from({ length: 130 }, (_none, index) => `n${129 - index}`));
  expect(subjects(await events(server, "limit: 2, offset: 1"))).toEqual(["n129", "n128"]);
  expect(await events(server, "limit: 0")).toEqual([]);
  for (const args of [
    "limit: -1",
    "offset: -1",
    "limit: 10001",
    'where: { before: "x" }',
    'where: { before: "-1" }',
    'where: { before: "12" }',
    `where: { before: "${Buffer.alloc(36).toString("base64url")}" }`,
    'where: { since: "yesterday" }',
  ]) {
    expect((await ask(admin, `{ auditEvents(${args}) { id } }`)).code).toBe("BAD_INPUT");
  }
});

test("have a name as it is, however long its characters", async () => {
  const server = await testServer();
  const name = "🔑".repeat(255);
  await server.set(name, 1);
  const { data } = await server.ask(
    server.admin,
    "query ($subject: String) { auditEvents(where: { subject: $subject }) { subject } }",
    { subject: name },
  );
  expect(data.auditEvents).toEqual([{ subject: name }]);
});

describe("each row says", () => {
  const fields = "action subject outcome actor actorId label version address agent detail";

  /** Sends a request from an address, by a program. */
  function from({ server }: TestServer, address: string, agent: string) {
    return async (token: string, query: string, variables?: unknown) => {
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        "x-forwarded-for": `6.6.6.6, ${address}`,
        "user-agent": agent,
      };
      const { body } = await server.inject({ url: "/graphql", headers, payload: { query, variables } });
      return JSON.parse(body);
    };
  }

  async function rowsOf({ ask, admin }: TestServer, where: string): Promise<Record<string, unknown>[]> {
    const { data, errors } = await ask(admin, `{ auditEvents(where: { ${where} }) { ${fields} } }`);
    expect(errors).toEqual([]);
    return data.auditEvents;
  }

  test("who read a secret, from where, by which program, which version, and by whose token", async () => {
    const server = await testServer({ trustProxy: true });
    const { set, makeToken } = server;
    await set("prod/orders/db url", canary);
    await set("prod/orders/db url", canary);
    const runner = await makeToken("runner");
    const laptop = from(server, "192.0.2.7", `node ${"x".repeat(300)}`);
    const opened = await laptop(
      runner.token,
      'mutation { openRun(input: { label: "nightly", allow: ["prod/orders/db url", "gone"], ttlSeconds: 60 }) { id token expiresAt } }',
    );
    const { id, token, expiresAt } = opened.data.openRun;
    const query = "query ($names: [String!]!) { secretValues(names: $names) { name } }";
    await laptop(token, query, { names: ["prod/orders/db url", "gone"] });
    await from(server, "192.0.2.8", "other")(token, '{ secretValue(name: "prod/orders/db url") }');

    const by = { openedBy: "a runner", openedById: runner.id };
    const read = {
      action: "secret.read",
      subject: "prod/orders/db url",
      outcome: "allowed",
      actor: `run:${id}`,
      actorId: id,
      label: "nightly",
      version: 2,
      address: "192.0.2.7",
      agent: `node ${"x".repeat(195)}`,
      detail: by,
    };
    const reads = [{ ...read, address: "192.0.2.8", agent: "other" }, read];
    expect(await rowsOf(server, 'subject: "prod/orders/db url", action: "secret.read"')).toEqual(reads);
    expect(await rowsOf(server, 'subject: "gone"')).toMatchObject([{ outcome: "refused", version: null, detail: by }]);
    expect(await rowsOf(server, 'action: "run.open"')).toMatchObject([
      {
        subject: id,
        label: "nightly",
        address: "192.0.2.7",
        detail: { allow: ["prod/orders/db url", "gone"], folder: null, uses: null, ttlSeconds: 60, expiresAt },
      },
    ]);
    const versions = await rowsOf(server, 'action: "secret.set"');
    expect(versions.map(({ version }) => version)).toEqual([2, 1]);
    expect(await rowsOf(server, 'label: "nightly", address: "192.0.2.8"')).toEqual([reads[0]]);
    expect(await rowsOf(server, 'label: "weekly"')).toEqual([]);

    // A name that a proxy of ours did not tell is nobody's address.
    expect(await rowsOf(server, 'address: "6.6.6.6"')).toEqual([]);
    expect(await server.ask(`${token}x`, "{ __typename }")).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await rowsOf(server, 'actor: "unknown"')).toMatchObject([{ address: "127.0.0.1", label: null }]);
  });

  test("what a token was made with, and to which version a secret was rolled back", async () => {
    const server = await testServer();
    const { ask, admin, set, makeToken, openRun } = server;
    await set("n", 1);
    await set("n", 2);
    await ask(admin, 'mutation { rollbackSecret(input: { name: "n", version: 1 }) { version } }');
    expect(await rowsOf(server, 'action: "secret.rollback"')).toMatchObject([
      { version: 1, detail: { newVersion: 3 } },
    ]);
    const editor = await makeToken("editor", 60);
    await ask(admin, `mutation { revokeToken(input: { id: "${editor.id}" }) { success } }`);
    expect(await rowsOf(server, 'action: "token.revoke"')).toMatchObject([{ detail: { name: "a editor" } }]);
    await ask(admin, 'mutation { createTeam(input: { name: "second" }) { token } }');
    const grants = [{ role: "editor", names: null, runSeconds: null }];
    const expiresAt = new Date(server.clock.now + 60_000).toISOString();
    const [made, first] = await rowsOf(server, 'action: "token.create"');
    expect(made).toMatchObject({ detail: { name: "a editor", role: "editor", grants, expiresAt } });
    expect(first).toMatchObject({ detail: { name: "admin", role: "admin", expiresAt: null } });
    expect(await rowsOf(server, 'action: "team.create", subject: "second"')).toMatchObject([
      { detail: { id: expect.any(String) } },
    ]);

    const run = await openRun({ label: "nightly", ttlSeconds: 60 });
    for (const token of [admin, run.token]) {
      await ask(token, `mutation { extendRun(input: { id: "${run.id}", ttlSeconds: 90 }) { id } }`);
    }
    await ask(admin, `mutation { endRun(input: { id: "${run.id}" }) { success } }`);
    const later = new Date(server.clock.now + 90_000).toISOString();
    expect(await rowsOf(server, 'label: "nightly"')).toMatchObject([
      { action: "run.end" },
      { action: "run.extend", actor: `run:${run.id}`, detail: { expiresAt: later, openedBy: "admin" } },
      { action: "run.extend", actor: "admin", detail: { expiresAt: later } },
      { action: "run.open" },
    ]);
  });

  test("no more than some bytes, however many names a run was opened for", async () => {
    const server = await testServer();
    const allow = Array.from({ length: 200 }, (_none, index) => `name ${index} ${"é".repeat(100)}`);
    await server.openRun({ allow });
    const [{ detail } = {}] = (await rowsOf(server, 'action: "run.open"')) as {
      detail: { allow: string[]; omitted: number };
    }[];
    expect(detail?.allow).toEqual(allow.slice(0, detail?.allow.length));
    expect(detail?.allow.length).toBeGreaterThan(10);
    expect(detail?.omitted).toBe(200 - (detail?.allow.length ?? 0));
    const [stored] = (await server.sql("select max(octet_length(detail)) as bytes from audit_event")) as {
      bytes: number | string;
    }[];
    expect(Number(stored?.bytes)).toBeLessThan(5000);
  });
});

test("have ids that tell nothing of how much other teams do", async () => {
  const server = await testServer();
  const { ask, admin, set } = server;
  const second = (await ask(admin, 'mutation { createTeam(input: { name: "second" }) { token } }')).data.createTeam
    .token;
  await set("ours", 1, second);
  for (let index = 0; index < 50; index += 1) await set("theirs", index);
  await set("ours", 2, second);
  const rows = await events(server, 'where: { action: "secret.set" }', second);
  expect(rows).toHaveLength(2);
  for (const { id } of rows) expect(id).toMatch(/^[\w-]{48}$/);
  // All of an id's bytes differ, not those of a number alone.
  const [one, other] = rows.map(({ id }) => Buffer.from(id, "base64url"));
  for (const [from, to] of [
    [0, 12],
    [12, 20],
    [20, 36],
  ]) {
    expect(one?.subarray(from, to)).not.toEqual(other?.subarray(from, to));
  }
  expect(await events(server, 'where: { action: "secret.set" }', second)).toEqual(rows);
  expect(subjects(await events(server, `where: { before: "${rows[0]?.id}", action: "secret.set" }`, second))).toEqual([
    "ours",
  ]);
});

test("lists are recorded once an hour for each caller and list, before they are given", async () => {
  const server = await testServer();
  const { ask, admin, makeToken, clock } = server;
  const editor = await makeToken("editor");
  const lists = async (): Promise<string[]> =>
    (await events(server, "limit: 1000"))
      .filter(({ action }) => action.endsWith(".list"))
      .map(({ actor, action }) => `${actor} ${action}`)
      .reverse();
  for (let count = 0; count < 3; count += 1) {
    for (const token of [admin, editor.token]) await ask(token, "{ secret { name } again: secret { name } }");
    await ask(admin, "{ tokens { name } }");
  }
  const first = ["admin secret.list", "a editor secret.list", "admin token.list"];
  expect(await lists()).toEqual(first);
  clock.now += 3_600_000;
  await ask(editor.token, "{ secret { name } }");
  expect(await lists()).toEqual([...first, "admin audit.list", "a editor secret.list"]);
});

test("documents and variables that are refused have one row a request, with nothing of what was sent", async () => {
  const server = await testServer();
  const { ask, admin, sql } = server;
  const refused = [
    ["{ nothing", undefined],
    [`{ ${canary} }`, undefined],
    [`{ secret { name } ${"a".repeat(10)}: nothing }`, undefined],
    ["query ($name: String!) { secretValue(name: $name) }", { name: { value: canary } }],
    [`query A { __typename } query B { __typename } `, undefined],
  ] as const;
  for (const [query, variables] of refused) expect((await ask(admin, query, variables)).errors).not.toEqual([]);
  expect(await events(server, 'where: { action: "request.refuse" }')).toEqual(
    refused.map(() =>
      expect.objectContaining({ actor: "admin", subject: null, outcome: "refused", code: "BAD_INPUT" }),
    ),
  );
  expect(JSON.stringify(await sql("select action, subject, detail, agent from audit_event"))).not.toContain(canary);
});
