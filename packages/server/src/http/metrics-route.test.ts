import { canary, record, spellings } from "@tooling/vitest/canary";
import { expect, test } from "vitest";
import { type TestServer, testServer } from "../../test/test-server.ts";

async function metricsOf({ server }: TestServer): Promise<{ text: string; value(line: string): number }> {
  const { statusCode, body, headers } = await server.inject({ method: "GET", url: "/metrics" });
  expect([statusCode, headers["content-type"]]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
  record("metrics", body);
  const value = (line: string): number => {
    const found = body.split("\n").find((one) => one.startsWith(`${line} `));
    return Number(found?.split(" ").at(-1));
  };
  return { text: body, value };
}

test("counts what was asked, read, written and refused, and how many runs live", async () => {
  const server = await testServer();
  const { set, read, ask, admin, openRun, makeToken, clock } = server;
  await set("my secret", canary);
  await set("other", 1);
  const run = await openRun({ allow: ["my secret", "gone"], ttlSeconds: 10 });
  await openRun({ ttlSeconds: 1000 });
  await read(run.token, "my secret");
  await read(run.token, "other");
  await ask(run.token, '{ secretValues(names: ["my secret", "gone", "other"]) { value } }');
  await read((await makeToken("editor")).token, "my secret");
  await ask(admin, "{ nothing }");
  const { value } = await metricsOf(server);
  expect(value('keyfold_operations_total{operation="setSecret",code="ok"}')).toBe(2);
  expect(value('keyfold_operations_total{operation="secretValue",code="ok"}')).toBe(1);
  expect(value('keyfold_operations_total{operation="secretValue",code="NAME_NOT_ALLOWED"}')).toBe(1);
  expect(value('keyfold_operations_total{operation="secretValue",code="FORBIDDEN"}')).toBe(1);
  expect(value('keyfold_operations_total{operation="document",code="BAD_INPUT"}')).toBe(1);
  expect(value('keyfold_operation_duration_seconds_count{operation="secretValue"}')).toBe(3);
  expect(value("keyfold_secrets_read_total")).toBe(2);
  expect(value("keyfold_secrets_written_total")).toBe(2);
  expect(value('keyfold_refused_total{code="NAME_NOT_ALLOWED"}')).toBe(2);
  expect(value('keyfold_refused_total{code="NOT_FOUND"}')).toBe(1);
  expect(value('keyfold_audit_batch_rows_bucket{le="+Inf"}')).toBeGreaterThan(5);
  expect(value("keyfold_commit_wait_seconds_count")).toBeGreaterThan(5);
  expect(value("keyfold_live_runs")).toBe(2);
  clock.now += 10_000;
  expect((await metricsOf(server)).value("keyfold_live_runs")).toBe(1);
});

test("are there while the database is not, but for what only that knows", async () => {
  const server = await testServer();
  await server.set("n", canary);
  await server.sql("drop table run");
  const { text, value } = await metricsOf(server);
  expect(value('keyfold_operations_total{operation="setSecret",code="ok"}')).toBe(1);
  expect(text).not.toMatch(/^keyfold_live_runs /m);
});

test("show which part works, how long that took to say, and what the server is made of", async () => {
  const server = await testServer();
  await server.sql("alter table instance rename to away");
  const { text, value } = await metricsOf(server);
  expect([value('keyfold_ready{part="database"}'), value('keyfold_ready{part="audit"}')]).toEqual([0, 1]);
  expect(value('keyfold_check_seconds{part="vault"}')).toBeGreaterThanOrEqual(0);
  expect(text).toMatch(/^keyfold_build_info\{version="\d[^"]*",node="\d[^"]*",database="\w+",vault="\w+"\} 1$/m);
  await server.sql("alter table away rename to instance");
  server.clock.now += 1000;
  expect((await metricsOf(server)).value('keyfold_ready{part="database"}')).toBe(1);
});

test("show the size of log and database, and when the next token expires that nobody revoked", async () => {
  const server = await testServer();
  const { ask, admin, clock } = server;
  const create = async (name: string, ttlSeconds: number): Promise<string> => {
    const mutation = "mutation ($i: createTokenInput!) { createToken(input: $i) { id } }";
    return (await ask(admin, mutation, { i: { name, role: "auditor", ttlSeconds } })).data.createToken.id;
  };
  const start = await metricsOf(server);
  expect(start.text).not.toMatch(/^keyfold_token_days_left /m);
  expect(start.value("keyfold_audit_rows")).toBeGreaterThan(0);
  const id = await create("a", 86_400);
  await create("b", 10 * 86_400);
  clock.now += 300_000;
  const first = (await metricsOf(server)).value;
  expect(first("keyfold_token_days_left")).toBeCloseTo(1 - 300 / 86_400);
  expect(first("keyfold_database_bytes")).toBeGreaterThan(10_000);
  const rows = first("keyfold_audit_rows");
  await ask(admin, "mutation ($id: ID!) { revokeToken(input: { id: $id }) { success } }", { id });
  clock.now += 300_000;
  const then = (await metricsOf(server)).value;
  expect(then("keyfold_token_days_left")).toBeCloseTo(10 - 600 / 86_400);
  expect(then("keyfold_audit_rows")).toBe(rows + 1);
});

test("count reads by team only where that is asked for", async () => {
  const server = await testServer({ metricsTeams: true });
  await server.set("n", canary);
  await server.read((await server.openRun()).token, "n");
  const { value } = await metricsOf(server);
  expect(value(`keyfold_team_secrets_read_total{team="${server.teamId}"}`)).toBe(1);
});

test("counts requests that never came to a field", async () => {
  const server = await testServer({ limits: { bodyBytes: 2000 } });
  const authorization = `Bearer ${server.admin}`;
  const headers = { "content-type": "application/json", authorization };
  await server.server.inject({ url: "/graphql", headers, payload: "x".repeat(3000) });
  await server.server.inject({
    url: "/graphql",
    headers: { "content-type": "text/plain", authorization },
    payload: "{}",
  });
  await server.ask("none", "{ teams { id } }");
  const { value } = await metricsOf(server);
  expect(value('keyfold_operations_total{operation="request",code="LIMIT_EXCEEDED"}')).toBe(1);
  expect(value('keyfold_operations_total{operation="request",code="BAD_INPUT"}')).toBe(1);
  expect(value('keyfold_operations_total{operation="request",code="UNAUTHENTICATED"}')).toBe(1);
});

test("tells no name, no value and no token", async () => {
  const server = await testServer();
  const name = `name ${canary}`;
  await server.set(name, canary);
  const run = await server.openRun({ allow: [name], label: canary });
  await server.read(run.token, name);
  await server.ask(run.token, `{ ${canary.replace(/\W/g, "")} }`);
  const { text } = await metricsOf(server);
  for (const spelling of [
    ...spellings(canary),
    canary.replace(/\W/g, ""),
    run.token,
    run.id,
    server.admin,
    server.teamId,
  ]) {
    expect(text).not.toContain(spelling);
  }
  expect(text).toContain("process_resident_memory_bytes");
});

test("are made anew once a second, and the live runs are counted every five", async () => {
  const server = await testServer();
  const count = 'keyfold_operations_total{operation="openRun",code="ok"}';
  const both = async (): Promise<number[]> => {
    const { value } = await metricsOf(server);
    return [value(count), value("keyfold_live_runs")];
  };
  await server.openRun();
  expect(await both()).toEqual([1, 1]);
  await server.openRun();
  expect(await both()).toEqual([1, 1]);
  server.clock.now += 1000;
  expect(await both()).toEqual([2, 1]);
  server.clock.now += 4000;
  expect(await both()).toEqual([2, 2]);
});

test("the live runs are found in an index, not by looking at every run", async () => {
  const { sql, stores } = await testServer();
  const query = "select count(*) from run where ended_at is null and expires_at > 1";
  // PostgreSQL reads a small table as a whole all the same.
  const plan =
    stores.database === undefined
      ? await sql(`explain query plan ${query}`)
      : await sql("select indexdef from pg_indexes");
  expect(JSON.stringify(plan)).toMatch(/run_by_end/);
});

test("have an address of their own where that is wanted, with the health of the server", async () => {
  const { server } = await testServer({ metricsApart: true });
  expect((await server.inject({ method: "GET", url: "/metrics" })).statusCode).toBe(404);
  const url = await server.listenMetrics({ host: "127.0.0.1", port: 0 });
  expect(await (await fetch(`${url}/metrics`)).text()).toContain("keyfold_live_runs 0");
  for (const path of ["/healthz", "/readyz"]) expect((await fetch(url + path)).status).toBe(200);
  expect((await fetch(`${url}/graphql`, { method: "POST", body: "{}" })).status).toBe(404);
});

test("are not there when they are turned off", async () => {
  const { server } = await testServer({ metrics: false });
  expect((await server.inject({ method: "GET", url: "/metrics" })).statusCode).toBe(404);
});
