import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";
import { type InstanceReport, verifyInstance } from "../../src/audit/verify-instance.ts";
import type { ServerOptions } from "../../src/server-options.ts";
import { type TestServer, testServer } from "../test-server.ts";

const dayMs = 86_400_000;

/** A server with rows from before and after eight days, that archives rows after seven. */
async function withOldRows(options: Partial<ServerOptions> = {}) {
  const archive = join(temporaryFolder(), "archive.jsonl");
  const first = await testServer(options);
  await first.set("n", canary);
  const over = await first.openRun({ label: "over", ttlSeconds: 60 });
  const names = Array.from({ length: 299 }, (_none, index) => `missing ${index}`);
  await first.ask(over.token, "query ($names: [String!]!) { secretValues(names: $names) { name } }", { names });
  first.clock.now += 8 * dayMs;
  await first.set("n", canary);
  const run = await first.openRun({ label: "live" });
  await first.read(run.token, "n");
  await first.close();
  const retention = { auditRetentionDays: 7, auditArchive: archive, runRetentionDays: 7, retentionEveryMs: 5 };
  const server = await testServer({ ...options, ...retention }, first);
  return { server, archive, run };
}

async function verify(server: TestServer, archives: string[] = []): Promise<InstanceReport> {
  const instance = await server.openInstance();
  return verifyInstance(instance, undefined, archives).finally(() => instance.database.close());
}

const countRows = async ({ sql }: TestServer): Promise<number> =>
  Number(((await sql("select count(*) as n from audit_event where seq <= 303")) as { n: number | string }[])[0]?.n);

test("rows that are old go once the archive has them, and verify joins both", async () => {
  const { server, archive, run } = await withOldRows();
  await expect.poll(() => countRows(server)).toBe(0);
  const lines = readFileSync(archive, "utf8").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).seq)).toEqual(Array.from({ length: 303 }, (_none, index) => index + 1));
  expect(readFileSync(archive, "utf8")).not.toContain(canary);

  const alone = await verify(server);
  expect(alone).toMatchObject({ ok: true, archived: 303 });
  const joined = await verify(server, [archive]);
  expect(joined).toEqual({ ok: true, rows: alone.rows, head: alone.head });
  expect((await server.read(run.token, "n")).data.secretValue).toBe(canary);
  const { data } = await server.ask(
    server.admin,
    '{ auditEvents(where: { action: "audit.archive" }) { actor detail } }',
  );
  expect(data.auditEvents).toEqual([
    { actor: "server", detail: { from: 251, to: 303 } },
    { actor: "server", detail: { from: 1, to: 250 } },
  ]);

  await expect
    .poll(async () => (await server.ask(server.admin, "{ runs { label } }")).data.runs)
    .toEqual([{ label: "live" }]);
  expect((await verify(server, [archive])).ok).toBe(true);
});

test("an archive with a changed or missing row, a forged anchor, and rows put before it are named", async () => {
  const { server, archive } = await withOldRows();
  await expect.poll(() => countRows(server)).toBe(0);
  await server.close();
  const lines = readFileSync(archive, "utf8").trimEnd().split("\n");
  const changed = join(temporaryFolder(), "changed.jsonl");
  writeFileSync(
    changed,
    lines.map((line, index) => (index === 99 ? line.replace("missing", "missed") : line)).join("\n"),
  );
  expect((await verify(server, [changed])).problem).toMatchObject({ row: 100, kind: "edited or moved" });
  writeFileSync(changed, lines.filter((_line, index) => index !== 99).join("\n"));
  expect((await verify(server, [changed])).problem).toMatchObject({ row: 100, kind: "removed" });
  await expect(verify(server, [`${changed}.gone`])).rejects.toMatchObject({ code: "SETTINGS_INVALID" });

  // In any order, with what was written twice, and with a line that broke off.
  writeFileSync(changed, [...lines.toReversed(), lines[0], '{"seq":4,"id"'].join("\n"));
  expect((await verify(server, [changed])).archived).toBeUndefined();

  await server.sql("update audit_anchor set seq = 305");
  expect((await verify(server)).problem).toMatchObject({ row: 1, kind: "removed" });
  await server.sql("update audit_anchor set seq = 303");
  await server.sql("delete from audit_event where seq = 304");
  expect((await verify(server, [archive])).problem).toMatchObject({ row: 304, kind: "removed" });
  expect((await verify(server)).problem).toMatchObject({ row: 304, kind: "removed" });
  await server.sql("update audit_event set seq = 7 where seq = 305");
  expect((await verify(server)).problem).toMatchObject({ row: 7, kind: "edited or moved" });
});

test("nothing goes that the archive does not take, and what was changed stays as evidence", async () => {
  const first = await testServer();
  for (let count = 0; count < 10; count += 1) await first.set("n", canary);
  await first.close();
  first.clock.now += 8 * dayMs;
  const folder = temporaryFolder();
  const failing = async (archive: string, message: string): Promise<void> => {
    const server = await testServer({ auditRetentionDays: 7, auditArchive: archive, retentionEveryMs: 5 }, first);
    await expect.poll(() => server.log()).toContain(message);
    expect(await countRows(server)).toBe(12);
    await server.close();
  };
  await failing(join(folder, "no", "archive.jsonl"), "ENOENT");
  await first.sql("update audit_event set actor = 'other' where seq = 5");
  await failing(join(folder, "archive.jsonl"), "row 5 of the audit log is not authentic");
});

test("rows can't go without an archive", async () => {
  for (const auditStream of [undefined, "stdout"]) {
    await expect(testServer({ auditRetentionDays: 7, auditStream })).rejects.toMatchObject({
      code: "SETTINGS_INVALID",
    });
  }
});

test("another server of the instance goes on though all that it knows was archived", async () => {
  const idle = await testServer();
  await idle.set("n", canary);
  const archive = join(temporaryFolder(), "archive.jsonl");
  const busy = await testServer({ auditRetentionDays: 7, auditArchive: archive, retentionEveryMs: 5 }, idle);
  idle.clock.now += 8 * dayMs;
  for (let count = 0; count < 5; count += 1) await busy.set("n", canary);
  const known = async (): Promise<unknown[]> => idle.sql("select seq from audit_event where seq <= 3");
  await expect.poll(known).toEqual([]);
  expect((await idle.set("n", canary)).data.setSecret.success).toBe(true);
});
