import { join } from "node:path";
import { runKeyfoldServer, startServer } from "@tooling/vitest/processes";
import SqliteConnection from "better-sqlite3";
import { expect, test } from "vitest";

const document = 'mutation { setSecret(input: { name: "n", value: 1 }) { success } }';

test("audit verify finds a log whole while it is served, and names the first bad row and a cut end", async () => {
  const { url, adminToken, dataFolder, stop } = await startServer();
  const verify = (...more: string[]) => runKeyfoldServer(["audit", "verify", "--data", dataFolder, ...more]);
  const headers = { "content-type": "application/json", authorization: `Bearer ${adminToken}` };
  for (let count = 0; count < 5; count += 1) {
    await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query: document }) });
  }
  const whole = await verify();
  expect(whole).toMatchObject({ code: 0, stderr: "" });
  const head = /^The audit log is whole: 7 rows\.\nhead: ([\da-f]{64})\n$/.exec(whole.stdout)?.[1];
  expect(JSON.parse((await verify("--json", "--head", head ?? "")).stdout)).toEqual({ ok: true, rows: 7, head });
  await stop();

  const database = new SqliteConnection(join(dataFolder, "keyfold.db"));
  database.exec("update secret set version = 1");
  const older = await verify();
  expect(older.code).toBe(1);
  expect(older.stdout).toContain("The secret n has version 1, and version 5 in the log.");
  expect(older.stderr).toContain("it differs from the audit log");
  database.exec("update secret set version = 5");
  database.exec("delete from audit_event where seq > 5");
  const lost = await verify();
  expect([lost.code, lost.stderr]).toEqual([1, expect.stringContaining("the log was cut off before row 6")]);
  const cut = await verify("--head", head ?? "");
  expect(cut.code).toBe(1);
  expect(cut.stderr).toContain("the log was cut off before row 6");
  database.exec("update audit_event set subject = 'other' where seq = 4; delete from audit_event where seq = 5");
  database.close();
  const edited = await verify("--json");
  expect(edited.code).toBe(1);
  expect(edited.stderr).toContain("Row 4 is not what the server wrote there.");
  expect(JSON.parse(edited.stdout)).toMatchObject({ ok: false, rows: 3, problem: { row: 4, kind: "edited or moved" } });
  expect((await verify("--head", "x")).code).toBe(2);
});
