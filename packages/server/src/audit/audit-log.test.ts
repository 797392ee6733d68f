import { describe, expect, test } from "vitest";
import { type TestServer, testServer } from "../../test/test-server.ts";
import type { Database, Transaction } from "../database/database.ts";
import { AuditChain } from "./audit-chain.ts";
import type { AuditCall } from "./audit-entry.ts";
import { AuditLog } from "./audit-log.ts";
import { verifyAudit } from "./verify-audit.ts";

const call: AuditCall = { teamId: null, requestId: "r", actor: "a", actorId: null, action: "test", subject: null };

async function auditLogOver({ openInstance }: TestServer) {
  const { database, auditKey, rowKeys } = await openInstance();
  let commits = 0;
  const counted: Database = Object.assign(Object.create(database), {
    transaction: (work: (transaction: Transaction) => Promise<unknown>) => {
      commits += 1;
      return database.transaction(work);
    },
  });
  const errors: unknown[] = [];
  const chain = new AuditChain(auditKey);
  const audit = new AuditLog(counted, { chain, rowKeys, clock: () => 0, report: (error) => errors.push(error) });
  return { audit, database, auditKey, errors, commits: () => commits };
}

describe("AuditLog", () => {
  test("many writes at once share a commit, keep their order, and fail alone", async () => {
    const { audit, database, auditKey, commits } = await auditLogOver(await testServer());
    const order: number[] = [];
    const writes = Array.from({ length: 100 }, (_none, index) =>
      audit.write([{ ...call, subject: String(index) }], async ({ query }) => {
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
    expect((await verifyAudit(database, auditKey)).ok).toBe(true);
    await database.close();
  });

  test("more than one batch is committed, and idle waits for all", async () => {
    const { audit, database, auditKey, commits } = await auditLogOver(await testServer());
    const done: number[] = [];
    for (let index = 0; index < 1000; index += 1) {
      void audit.append([{ ...call, at: index, outcome: "allowed", code: null }]).then(() => done.push(index));
    }
    await audit.idle();
    expect(done).toHaveLength(1000);
    expect(commits()).toBe(4);
    expect(await verifyAudit(database, auditKey)).toMatchObject({ ok: true, rows: 1002 });
    await database.close();
  });

  test("rows of many callers and requests share a commit, each with what is its own", async () => {
    const { audit, database, auditKey, commits } = await auditLogOver(await testServer());
    // One row of the first caller, three of the second, five of the third, and many of the last.
    const callers = Array.from({ length: 700 }, (_none, index) => Math.floor(Math.sqrt(Math.min(index, 400))));
    const entries = callers.map((caller, index) => {
      const who = { actor: `caller ${caller}`, label: caller % 2 === 0 ? null : `job ${caller}`, detail: { caller } };
      // Requests of one row, then of twenty, of which the last is refused.
      const at = index < 200 ? index : Math.floor(index / 20);
      const refused = index % 20 === 19;
      const outcome = {
        outcome: refused ? ("refused" as const) : ("allowed" as const),
        code: refused ? "NOT_FOUND" : null,
      };
      return { ...call, ...who, ...outcome, requestId: `request ${at}`, subject: String(index), at };
    });
    await audit.append(entries);
    expect(commits()).toBe(1);
    const rows = database.reader
      .selectFrom("audit_event")
      .select(["subject", "actor", "label", "detail", "at", "code"]);
    expect(await rows.where("action", "=", "test").orderBy("seq").execute()).toEqual(
      entries.map(({ subject, actor, label, detail, at, code }) => {
        return { subject, actor, label, detail: JSON.stringify(detail), at, code };
      }),
    );
    expect((await verifyAudit(database, auditKey)).ok).toBe(true);
    await database.close();
  });

  test("a read whose run ends in the same commit is refused, and leaves nothing", async () => {
    const server = await testServer();
    const [run, other] = [await server.openRun(), await server.openRun()];
    const { audit, database, commits } = await auditLogOver(server);
    const entries = [{ ...call, at: 0, outcome: "allowed" as const, code: null }];
    const end = audit.write([], ({ query }) =>
      query.updateTable("run").set({ ended_at: 1 }).where("id", "=", run.id).execute(),
    );
    const ids = [run.id, other.id, "no such run"];
    const reads = [...ids.map((id) => audit.append(entries, { kind: "run", id })), audit.append(entries)];
    const results = await Promise.allSettled([end, ...reads]);
    expect(commits()).toBe(1);
    expect(results.map((result) => (result.status === "fulfilled" ? "recorded" : result.reason.code))).toEqual([
      "recorded",
      "RUN_ENDED",
      "recorded",
      "RUN_ENDED",
      "recorded",
    ]);
    const rows = await database.reader.selectFrom("audit_event").select("seq").where("action", "=", "test").execute();
    expect(rows).toHaveLength(2);
    await database.close();
  });

  test("a commit takes no more rows than others can wait for", async () => {
    const { audit, database, auditKey, commits } = await auditLogOver(await testServer());
    const entries = Array.from({ length: 1000 }, () => ({ ...call, at: 0, outcome: "allowed" as const, code: null }));
    await Promise.all(Array.from({ length: 12 }, () => audit.append(entries)));
    expect(commits()).toBe(3);
    expect(await verifyAudit(database, auditKey)).toMatchObject({ ok: true, rows: 12_002 });
    await database.close();
  });

  test("what waits for a turn that never comes is refused, and what comes later is served", async () => {
    const { openInstance } = await testServer();
    const { database, auditKey, rowKeys } = await openInstance();
    let down = true;
    const sometimes: Database = Object.assign(Object.create(database), {
      transaction: async (work: (transaction: Transaction) => Promise<unknown>) => {
        if (down) throw new Error("the database is down");
        return database.transaction(work);
      },
    });
    const chain = new AuditChain(auditKey);
    const audit = new AuditLog(sometimes, { chain, rowKeys, clock: () => 0, report: () => {} });
    const writes = Array.from({ length: 300 }, () => audit.write([call], async () => {}));
    for (const { reason } of (await Promise.allSettled(writes)) as PromiseRejectedResult[]) {
      expect(reason).toMatchObject({ code: "AUDIT_UNAVAILABLE" });
    }
    down = false;
    await audit.write([call], async () => {});
    await database.close();
  });

  test("two servers on one file keep one chain", async () => {
    const one = await testServer();
    const two = await testServer({}, one);
    const sets = Array.from({ length: 60 }, (_none, index) => (index % 2 ? one : two).set(`name ${index % 7}`, index));
    for (const answer of await Promise.all(sets)) expect(answer.errors).toEqual([]);
    const { database, auditKey } = await one.openInstance();
    expect(await verifyAudit(database, auditKey)).toMatchObject({ ok: true, rows: 62 });
    await database.close();
  });
});
