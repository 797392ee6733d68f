import { renameSync } from "node:fs";
import { join } from "node:path";
import { canary } from "@tooling/vitest/canary";
import { describe, expect, test } from "vitest";
import { openDataFolder } from "../data-folder/open-data-folder.ts";
import type { Database, Transaction } from "../database/database.ts";
import { testServer } from "../testing/test-server.ts";
import { AuditChain } from "./audit-chain.ts";
import type { AuditCall } from "./audit-entry.ts";
import { Recorder } from "./recorder.ts";
import { verifyAudit } from "./verify-audit.ts";

const call: AuditCall = { teamId: null, requestId: "r", actor: "a", actorId: null, action: "test", subject: null };

async function recorderOver(dataFolder: string) {
  const { database, auditKey } = await openDataFolder(dataFolder);
  let commits = 0;
  const counted: Database = Object.assign(Object.create(database), {
    transaction: (work: (transaction: Transaction) => Promise<unknown>) => {
      commits += 1;
      return database.transaction(work);
    },
  });
  const errors: unknown[] = [];
  const recorder = new Recorder(
    counted,
    new AuditChain(auditKey),
    () => 0,
    (error) => errors.push(error),
  );
  return { recorder, database, auditKey, errors, commits: () => commits };
}

describe("Recorder", () => {
  test("many writes at once share a commit, keep their order, and fail alone", async () => {
    const { dataFolder } = await testServer();
    const { recorder, database, auditKey, commits } = await recorderOver(dataFolder);
    const order: number[] = [];
    const writes = Array.from({ length: 100 }, (_none, index) =>
      recorder.write([{ ...call, subject: String(index) }], async ({ query }) => {
        order.push(index);
        await query.updateTable("team").set({ created_at: index }).execute();
        if (index % 10 === 9) throw new Error("refused");
        return index;
      }),
    );
    const results = await Promise.allSettled(writes);
    expect(commits()).toBe(1);
    expect(order).toEqual([...Array(100).keys()]);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(90);
    const rows = await database.reader
      .selectFrom("audit_event")
      .select("subject")
      .where("action", "=", "test")
      .execute();
    expect(rows.map(({ subject }) => Number(subject) % 10)).not.toContain(9);
    expect(rows).toHaveLength(90);
    const { created_at } = await database.reader.selectFrom("team").select("created_at").executeTakeFirstOrThrow();
    expect(created_at).toBe(98);
    expect((await verifyAudit(database.reader, auditKey)).ok).toBe(true);
    await database.close();
  });

  test("more than one batch is committed, and idle waits for all", async () => {
    const { dataFolder } = await testServer();
    const { recorder, database, auditKey, commits } = await recorderOver(dataFolder);
    const done: number[] = [];
    for (let index = 0; index < 1000; index += 1) {
      void recorder.append([{ ...call, at: index, outcome: "allowed", code: null }]).then(() => done.push(index));
    }
    await recorder.idle();
    expect(done).toHaveLength(1000);
    expect(commits()).toBe(4);
    expect(await verifyAudit(database.reader, auditKey)).toMatchObject({ ok: true, rows: 1002 });
    await database.close();
  });

  test("two servers on one file keep one chain", async () => {
    const one = await testServer();
    const two = await testServer({}, one);
    const sets = Array.from({ length: 60 }, (_none, index) => (index % 2 ? one : two).set(`name ${index % 7}`, index));
    for (const answer of await Promise.all(sets)) expect(answer.errors).toEqual([]);
    const { database, auditKey } = await openDataFolder(one.dataFolder);
    expect(await verifyAudit(database.reader, auditKey)).toMatchObject({ ok: true, rows: 62 });
    await database.close();
  });
});

describe("when the log can't be written", () => {
  const breaks: [what: string, sql: string][] = [
    ["its table is gone", "drop table audit_event"],
    ["its end was cut off", "delete from audit_event where seq = (select max(seq) from audit_event)"],
    [
      "its last row was edited",
      "update audit_event set mac = zeroblob(32) where seq = (select max(seq) from audit_event)",
    ],
    ["it was emptied", "delete from audit_event"],
    ["a write of it fails", "create trigger no before insert on audit_event begin select raise(abort, 'full'); end"],
  ];
  test.each(breaks)("because %s, nothing is given out and nothing changed", async (_what, sql) => {
    const { set, read, ask, admin, openRun, tamper, server, log } = await testServer();
    await set("n", canary);
    const run = await openRun();
    tamper((database) => database.exec(sql));
    expect(await read(run.token, "n")).toMatchObject({
      data: { secretValue: null },
      code: "AUDIT_UNAVAILABLE",
      status: 200,
    });
    expect(await read(admin, "n")).toMatchObject({ code: "AUDIT_UNAVAILABLE" });
    expect((await set("n", "new")).code).toBe("AUDIT_UNAVAILABLE");
    const open = await ask(admin, "mutation { openRun(input: {}) { token } }");
    expect(open).toMatchObject({ data: null, code: "AUDIT_UNAVAILABLE" });
    expect((await ask(admin, "{ secret { version } }")).data.secret).toEqual([{ version: 1 }]);
    const ready = await server.inject({ method: "GET", url: "/readyz" });
    expect({ status: ready.statusCode, ...JSON.parse(ready.body) }).toMatchObject({
      status: "unavailable",
      parts: { database: "ok", vault: "ok", audit: "unavailable" },
    });
    expect(ready.statusCode).toBe(503);
    expect(log()).toContain("the audit log can't be written");
  });

  test("because the file was put away, it is noticed at the next write; when it is back, all goes on", async () => {
    const { set, dataFolder, read, openRun } = await testServer();
    await set("n", canary);
    const run = await openRun();
    const file = join(dataFolder, "keyfold.db");
    renameSync(file, `${file}.away`);
    expect((await set("n", 1)).code).toBe("AUDIT_UNAVAILABLE");
    expect((await read(run.token, "n")).code).toBe("AUDIT_UNAVAILABLE");
    renameSync(`${file}.away`, file);
    expect((await set("n", 1)).data.setSecret.version).toBe(2);
    expect((await read(run.token, "n")).data.secretValue).toBe(1);
  });
});
