import { cpSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import SqliteConnection from "better-sqlite3";
import { afterAll, describe, expect, test } from "vitest";
import { testServer } from "../../test/test-server.ts";
import { openInstance } from "../instance/open-instance.ts";
import { instanceSettings } from "../settings/settings.ts";
import { type AuditReport, verifyAudit } from "./verify-audit.ts";

async function verify(dataFolder: string, head?: string): Promise<AuditReport> {
  const { database, auditKey } = await openInstance(instanceSettings(dataFolder), "unchecked");
  return verifyAudit(database, auditKey, head).finally(() => database.close());
}

const stopped = await testServer({}, undefined, afterAll);
for (let count = 1; count <= 8; count += 1) await stopped.set(`name ${count}`, canary);
await stopped.close();

/** The data folder of a server that stopped with ten rows in its log, changed by some SQL. */
function tenRows(sql = ""): string {
  const dataFolder = join(temporaryFolder(), "data");
  cpSync(stopped.dataFolder, dataFolder, { recursive: true });
  change(dataFolder, sql);
  return dataFolder;
}

function change(dataFolder: string, sql: string): void {
  const database = new SqliteConnection(join(dataFolder, "keyfold.db"));
  database.exec(sql);
  database.close();
}

const swap = `update audit_event set seq = -seq where seq in (4, 6);
              update audit_event set seq = 6 where seq = -4; update audit_event set seq = 4 where seq = -6`;
const renumber = "delete from audit_event where seq = 5; update audit_event set seq = seq - 1 where seq > 5";
const twice = `update audit_event set (at, action, subject, mac) =
               (select at, action, subject, mac from audit_event where seq = 7) where seq = 8`;

describe("verifyAudit", () => {
  test("finds a log whole, also while the server writes to it, and gives its head", async () => {
    const { dataFolder, set } = await testServer();
    await set("n", canary);
    const first = await verify(dataFolder);
    expect(first).toEqual({ ok: true, rows: 3, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
    await set("n", canary);
    const second = await verify(dataFolder, first.head);
    expect(second).toMatchObject({ ok: true, rows: 4 });
    expect(second.head).not.toBe(first.head);
    expect(await verify(dataFolder, second.head.toUpperCase())).toEqual(second);
  });

  const changes: [what: string, sql: string, row: number, kind: string][] = [
    ["an edited subject", "update audit_event set subject = 'x' where seq = 4", 4, "edited or moved"],
    ["an edited time", "update audit_event set at = at + 1 where seq = 1", 1, "edited or moved"],
    ["an outcome made good", "update audit_event set outcome = 'refused' where seq = 10", 10, "edited or moved"],
    ["an edited actor", "update audit_event set actor = 'x' where seq = 3", 3, "edited or moved"],
    ["an edited team", "update audit_event set team_id = null where seq = 3", 3, "edited or moved"],
    ["an edited request", "update audit_event set request_id = '' where seq = 3", 3, "edited or moved"],
    ["a null for an empty string", "update audit_event set code = '' where seq = 9", 9, "edited or moved"],
    ["an edited mac", "update audit_event set mac = zeroblob(32) where seq = 6", 6, "edited or moved"],
    ["a mac that is a string", "update audit_event set mac = printf('%032d', 0) where seq = 6", 6, "edited or moved"],
    ["a short mac", "update audit_event set mac = x'00' where seq = 6", 6, "edited or moved"],
    ["a removed row", "delete from audit_event where seq = 5", 5, "removed"],
    ["a removed first row", "delete from audit_event where seq = 1", 1, "removed"],
    ["a removed row with the rest renumbered", renumber, 5, "edited or moved"],
    ["two rows swapped", swap, 4, "edited or moved"],
    ["a row repeated over another", twice, 8, "edited or moved"],
    ["an emptied log", "delete from audit_event", 1, "removed"],
  ];
  test.each(changes)("names %s", async (_what, sql, row, kind) => {
    expect(await verify(tenRows(sql))).toMatchObject({ ok: false, rows: row - 1, problem: { row, kind } });
  });

  test.each(["team_id", "subject", "actor", "action", "request_id", "outcome", "at"])(
    "names a row whose %s is hidden from queries as bytes",
    async (column) => {
      const sql = `update audit_event set ${column} = cast(cast(${column} as text) as blob) where seq = 4`;
      expect(await verify(tenRows(sql))).toMatchObject({
        ok: false,
        rows: 3,
        problem: { row: 4, kind: "edited or moved" },
      });
    },
  );

  test.each([0, -7])("names a row that was put before the first, as %i", async (seq) => {
    const columns = "at, team_id, request_id, actor, actor_id, action, subject, outcome, code, mac";
    const sql = `insert into audit_event (seq, ${columns}) select ${seq}, ${columns} from audit_event where seq = 4`;
    expect(await verify(tenRows(sql))).toMatchObject({
      ok: false,
      rows: 0,
      problem: { row: seq, kind: "edited or moved" },
    });
  });

  test("a cut tail shows against the head of an earlier verify", async () => {
    const dataFolder = tenRows();
    const { head } = await verify(dataFolder);
    change(dataFolder, "delete from audit_event where seq > 8");
    expect(await verify(dataFolder)).toMatchObject({ ok: true, rows: 8 });
    expect(await verify(dataFolder, head)).toMatchObject({ ok: false, rows: 8, problem: { row: 9, kind: "cut off" } });
  });
});
