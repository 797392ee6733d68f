import { expect, test } from "vitest";
import { type TestServer, testServer } from "../../test/test-server.ts";

interface Row {
  id: string;
  at: string;
  action: string;
  subject: string | null;
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
  const ids = seen.map(({ id }) => Number(id));
  expect(ids).toEqual(Array.from({ length: 132 }, (_none, index) => 132 - index));
  expect(subjects(await events(server, "limit: 2, offset: 1"))).toEqual(["n129", "n128"]);
  expect(await events(server, "limit: 0")).toEqual([]);
  for (const args of [
    "limit: -1",
    "offset: -1",
    "limit: 10001",
    'where: { before: "x" }',
    'where: { before: "-1" }',
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
