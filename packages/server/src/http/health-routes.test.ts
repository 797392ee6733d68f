import { expect, test } from "vitest";
import { testServer } from "../../test/test-server.ts";

test("a server that can work says so", async () => {
  const { server } = await testServer();
  const healthy = await server.inject({ method: "GET", url: "/healthz" });
  expect([healthy.statusCode, healthy.body]).toEqual([200, '{"status":"ok"}']);
  const ready = await server.inject({ method: "GET", url: "/readyz" });
  expect([ready.statusCode, JSON.parse(ready.body)]).toEqual([
    200,
    { status: "ok", parts: { database: "ok", vault: "ok", key: "ok", audit: "ok" } },
  ]);
});

test("the database is named when its tables are gone, and the process is still alive", async () => {
  const { server, sql, log, clock } = await testServer();
  await sql("alter table instance rename to away");
  const ready = await server.inject({ method: "GET", url: "/readyz" });
  expect(ready.statusCode).toBe(503);
  expect(JSON.parse(ready.body)).toMatchObject({ status: "unavailable", parts: { database: "unavailable" } });
  expect(log()).toContain("database is not ready");
  expect(ready.body).not.toContain("instance");
  expect((await server.inject({ method: "GET", url: "/healthz" })).statusCode).toBe(200);
  await sql("alter table away rename to instance");
  clock.now += 1000;
  expect((await server.inject({ method: "GET", url: "/readyz" })).statusCode).toBe(200);
});

test("the parts are asked once a second, however many want to know", async () => {
  const { server, sql, clock } = await testServer();
  const statuses = async (): Promise<Set<number>> => {
    const answers = Array.from({ length: 100 }, () => server.inject({ method: "GET", url: "/readyz" }));
    return new Set((await Promise.all(answers)).map(({ statusCode }) => statusCode));
  };
  expect(await statuses()).toEqual(new Set([200]));
  await sql("alter table instance rename to away");
  clock.now += 999;
  expect(await statuses()).toEqual(new Set([200]));
  clock.now += 1;
  expect(await statuses()).toEqual(new Set([503]));
  await sql("alter table away rename to instance");
  expect(await statuses()).toEqual(new Set([503]));
});

test("whoever asks whether the server is ready waits for no commit, and none waits for it", async () => {
  const { server, openInstance } = await testServer();
  const { database } = await openInstance();
  // Another process has its turn to write.
  const ready = await database.transaction(() => server.inject({ method: "GET", url: "/readyz" }));
  await database.close();
  expect([ready.statusCode, JSON.parse(ready.body).parts.audit]).toEqual([200, "ok"]);
});

test("every answer carries the id that the log has, and may not be cached", async () => {
  const { server, log } = await testServer();
  const { headers, body } = await server.inject({ url: "/graphql", headers: { "content-type": "text/plain" } });
  expect(headers["x-request-id"]).toMatch(/^[\da-f-]{36}$/);
  expect(headers["cache-control"]).toBe("no-store");
  expect(JSON.parse(body).data).toBeNull();
  expect(log()).toContain(String(headers["x-request-id"]));
});
