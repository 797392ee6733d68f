import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { canary, record, spellings } from "@tooling/vitest/canary";
import { startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";
import { backupInstance } from "../../src/instance/backup-instance.ts";
import { openInstance } from "../../src/instance/open-instance.ts";
import { restoreInstance } from "../../src/instance/restore-instance.ts";
import { rotateMasterKey } from "../../src/instance/rotate-master-key.ts";
import { instanceSettings } from "../../src/settings/settings.ts";
import { newInstance } from "../new-instance.ts";
import { testServer } from "../test-server.ts";

const linesOf = (file: string): Record<string, unknown>[] =>
  readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test("the stream has the rows of the log, and no value", async () => {
  const file = join(temporaryFolder(), "audit.jsonl");
  const { set, read, openRun, ask, admin } = await testServer({ auditStream: file });
  await set("my secret", canary);
  const run = await openRun({ allow: ["my secret"] });
  expect((await read(run.token, "my secret")).data.secretValue).toBe(canary);
  await read(admin, "my secret");
  const { data } = await ask(
    admin,
    "{ auditEvents { id at action subject asked outcome code actor actorId label version address agent detail requestId } }",
  );
  const rows = data.auditEvents.reverse().slice(2);
  // The list itself was recorded once it had been read.
  const lines = linesOf(file).filter(({ action }) => action !== "audit.list");
  expect(lines.map(({ seq, teamId, format, mac, ...row }) => row)).toEqual(rows);
  expect(lines.map(({ mac }) => mac)).toEqual(rows.map(() => expect.stringMatching(/^[\da-f]{64}$/)));
  const text = readFileSync(file, "utf8");
  record("audit-stream", text);
  for (const spelling of [...spellings(canary), run.token, admin]) expect(text).not.toContain(spelling);
});

test("what can't be told to the stream is not given out and not done, until it can be again", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "audit.jsonl");
  const { clock, set, read, openRun, server, ask, admin, log, sql } = await testServer({ auditStream: file });
  await set("n", canary);
  const run = await openRun();
  rmSync(file);
  mkdirSync(file);
  expect(await read(run.token, "n")).toMatchObject({ code: "AUDIT_UNAVAILABLE", data: { secretValue: null } });
  expect((await set("n", "new")).code).toBe("AUDIT_UNAVAILABLE");
  expect((await ask(admin, "{ secret { version } }")).code).toBe("AUDIT_UNAVAILABLE");
  expect(await sql("select version from secret")).toEqual([{ version: 1 }]);
  clock.now += 1000;
  const ready = await server.inject({ method: "GET", url: "/readyz" });
  expect(JSON.parse(ready.body).parts).toEqual({ database: "ok", vault: "ok", key: "ok", audit: "unavailable" });
  expect(log()).toContain("EISDIR");
  rmSync(file, { recursive: true });
  clock.now += 1000;
  expect((await server.inject({ method: "GET", url: "/readyz" })).statusCode).toBe(200);
  expect((await read(run.token, "n")).data.secretValue).toBe(canary);
  expect(linesOf(file).map(({ action }) => action)).toContain("secret.read");
  expect(log()).toContain("a new one was begun");
});

test("what commands record is in the stream, too, and a command whose row it does not take does nothing", async () => {
  const folder = temporaryFolder();
  const file = join(folder, "audit.jsonl");
  const settings = await newInstance({ auditStream: file });
  await backupInstance({ settings, file: join(folder, "backup"), withKey: true });
  await rotateMasterKey({ settings });
  const restored = instanceSettings(join(folder, "restored"), { auditStream: file });
  await restoreInstance({ settings: restored, file: join(folder, "backup") });
  expect(linesOf(file).map(({ seq, action }) => [seq, action])).toEqual([
    [1, "team.create"],
    [2, "token.create"],
    [3, "data.backup"],
    [4, "key.rotate"],
    [4, "data.restore"],
  ]);

  rmSync(file);
  mkdirSync(file);
  await expect(rotateMasterKey({ settings })).rejects.toMatchObject({ code: "AUDIT_UNAVAILABLE" });
  const { database } = await openInstance(settings);
  const rows = await database.reader.selectFrom("audit_event").select("action").orderBy("seq").execute();
  await database.close();
  expect(rows.map(({ action }) => action)).toEqual(["team.create", "token.create", "data.backup", "key.rotate"]);
});

test("a stream that can't be opened keeps the server from starting", async () => {
  const file = join(temporaryFolder(), "no", "audit.jsonl");
  await expect(testServer({ auditStream: file })).rejects.toMatchObject({
    code: "AUDIT_UNAVAILABLE",
    message: `The audit stream ${file} can't be opened: ENOENT.`,
  });
});

test("a server whose stream takes nothing any more stops all the same", async () => {
  const server = await startServer(undefined, [], { env: { KEYFOLD__SERVER__AUDIT_STREAM: "stdout" } });
  server.child.stdout?.pause();
  const names = Array.from({ length: 500 }, (_none, index) => ({ name: `n${index}`, value: 1 }));
  const set = async (): Promise<string> => {
    const query = "mutation ($input: [setSecretInput!]!) { setSecrets(input: $input) { success } }";
    const body = JSON.stringify({ query, variables: { input: names } });
    const headers = { "content-type": "application/json", authorization: `Bearer ${server.adminToken}` };
    return (await fetch(`${server.url}/graphql`, { method: "POST", headers, body })).text();
  };
  await expect.poll(set).toContain("AUDIT_UNAVAILABLE");
  const ended = once(server.child, "exit");
  server.child.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});
