import { expect, test } from "vitest";
import { type ListeningServer, listeningServer } from "../listening-server.ts";
import type { TestServer } from "../test-server.ts";

const rows = 200_000;

/** Puts reads, a second apart from 2020 on, before the audit log's first row: its last is what the next is chained to. */
async function fillAuditLog({ sql, teamId }: TestServer, count = rows): Promise<void> {
  await sql(`
    insert into audit_event (seq, at, team_id, request_id, actor, actor_id, action, subject, outcome, code, mac)
    with recursive n (i) as (select 1 union all select i + 1 from n where i < ${count})
    select i - ${count}, 1577836800000 + i * 1000, '${teamId}', 'r', 'a' || (i % 7), null, 'secret.read', 's' || (i % 1000),
      'allowed', null, (select mac from audit_event where seq = 1) from n`);
}

/** Goes through the whole log, and finds nothing. */
const costly = 'auditEvents(where: { subject: "no such name" }) { id }';
const fiveOf = (list: string): string => `{ ${["a", "b", "c", "d", "e"].map((name) => `${name}: ${list}`).join(" ")} }`;

test("reads and health are answered while lists go through a large log", async () => {
  const server: ListeningServer = await listeningServer();
  await fillAuditLog(server);
  await server.set("n", 1);
  const run = await server.openRun();
  const admins = [];
  for (let index = 0; index < 3; index += 1) admins.push((await server.makeToken("admin")).token);
  const ended: string[] = [];
  const lists = admins.map(async (token) => {
    const answer = await server.ask(token, fiveOf(costly));
    ended.push("lists");
    expect(answer).toMatchObject({ code: undefined, data: { a: [], b: [], c: [], d: [], e: [] } });
  });
  // All of them have begun.
  await server.ask(server.admin, "{ teams { id } }");
  for (let time = 0; time < 5; time += 1) {
    expect((await server.read(run.token, "n")).data).toEqual({ secretValue: 1 });
    expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
    expect((await fetch(`http://127.0.0.1:${server.port}/readyz`)).status).toBe(200);
    ended.push("read");
  }
  await Promise.all(lists);
  expect(ended).toEqual([...Array(5).fill("read"), ...Array(3).fill("lists")]);
});

test("lists of one token are read one after the other, and keep no other token's waiting", async () => {
  const server = await listeningServer();
  await fillAuditLog(server);
  const { token: other } = await server.makeToken("admin");
  // In this hour's log already: what is recorded must not change the order.
  await server.ask(server.admin, "{ auditEvents(limit: 1) { id } teams { id } }");
  const ended: string[] = [];
  const list = async (name: string, token: string, query: string): Promise<void> => {
    expect((await server.ask(token, query)).code).toBeUndefined();
    ended.push(name);
  };
  const first = list("costly", server.admin, `{ ${costly} }`);
  await list("other token", other, "{ teams { id } }");
  const second = list("same token", server.admin, "{ teams { id } }");
  await Promise.all([first, second]);
  expect(ended).toEqual(["other token", "costly", "same token"]);
});

test("a request has five lists at most", async () => {
  const { ask, admin, audit } = await listeningServer();
  expect((await ask(admin, fiveOf("teams { name }"))).code).toBeUndefined();
  const answer = await ask(admin, `{ f: secret_names ${fiveOf("teams { name }").slice(1)}`);
  expect(answer.errors).toMatchObject([{ path: ["e"], extensions: { code: "LIMIT_EXCEEDED" } }]);
  expect((await audit()).filter(({ outcome }) => outcome === "refused")).toMatchObject([{ action: "team.list" }]);
});

test("a list that takes too long ends with a code that says so; what an index knows is found in few statements", async () => {
  // Each look at the clock takes a while: that is before each statement.
  let now = Date.UTC(2026, 1, 1);
  const server = await listeningServer({ clock: () => (now += 100), limits: { listSeconds: 6 } });
  await fillAuditLog(server);
  const find = (where: string) => server.ask(server.admin, `{ auditEvents(where: { ${where} }) { subject } }`);
  const timeout = await find('subject: "no such name"');
  expect(timeout).toMatchObject({ status: 200, code: "LIST_TIMEOUT" });
  expect(timeout.message).toBe("The list takes too long to read.");
  expect((await find("outcome: refused")).data.auditEvents).toHaveLength(1);
  expect((await find('action: "run.open"')).data.auditEvents).toEqual([]);
  const hour = 'since: "2020-01-01T10:00:00Z", until: "2020-01-01T11:00:00Z"';
  expect((await find(`${hour}, subject: "s0"`)).data.auditEvents).toHaveLength(4);
  expect((await find(`${hour}, subject: "no such name"`)).data.auditEvents).toEqual([]);
});
