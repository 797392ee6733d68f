import { readFileSync, statSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import SqliteConnection from "better-sqlite3";
import { sql } from "kysely";
import { describe, expect, test, vi } from "vitest";
import { databaseConformance } from "../../../test/database-conformance.ts";
import type { Database, Transaction } from "../database.ts";
import { OutcomeUnknown, TransactionLost } from "../errors.ts";
import { openSqlite } from "./open-sqlite.ts";

const newFile = (): string => join(temporaryFolder(), "keyfold.db");

/** What the handles of all files have in common. */
async function fileHandles(): Promise<FileHandle> {
  const handle = await open(import.meta.filename);
  await handle.close();
  return Object.getPrototypeOf(handle);
}

databaseConformance("SQLite", async () => {
  const file = newFile();
  return () => openSqlite(file);
});

describe("openSqlite", () => {
  test("refuses a file that is something else", async () => {
    const file = newFile();
    writeFileSync(file, "not a database, but long enough to look like one ".repeat(100));
    await expect(openSqlite(file)).rejects.toMatchObject({ code: "DATABASE_INVALID" });
  });

  test("overwrites what was deleted", async () => {
    const database = await openSqlite(newFile());
    await database.transaction(async ({ query }) => {
      const { rows } = await sql`pragma secure_delete`.execute(query);
      expect(rows).toEqual([{ secure_delete: 1 }]);
    });
    await database.close();
  });

  const addTeam = (name: string) => (transaction: Transaction) =>
    transaction.query.insertInto("team").values({ id: name, name, created_at: 0, is_first: 0 }).execute();
  const teams = async (database: Database): Promise<string[]> =>
    (await database.reader.selectFrom("team").select("name").orderBy("name").execute()).map(({ name }) => name);

  test("a transaction ends when the disk has its commit, and the next one is made meanwhile", async () => {
    const file = newFile();
    const database = await openSqlite(file);
    const flushed = Promise.withResolvers<void>();
    const flush = vi.spyOn(await fileHandles(), "datasync").mockImplementation(() => flushed.promise);
    const hasEnded: string[] = [];
    const ended = ["a", "b"].map((name) => database.transaction(addTeam(name)).then(() => hasEnded.push(name)));
    await expect.poll(() => teams(database)).toEqual(["a", "b"]);
    expect(hasEnded).toEqual([]);
    expect(flush).toHaveBeenCalledOnce();
    const [handle] = flush.mock.contexts as FileHandle[];
    expect((await handle?.stat())?.ino).toBe(statSync(`${file}-wal`).ino);
    flushed.resolve();
    await Promise.all(ended);
    expect(hasEnded).toEqual(["a", "b"]);
    expect(flush).toHaveBeenCalledTimes(2);
    flush.mockRestore();
    await database.close();
  });

  test("after the disk did not take a commit, nothing is written until the file is opened anew", async () => {
    const file = newFile();
    const database = await openSqlite(file);
    await database.transaction(addTeam("before"));
    const flushed = Promise.withResolvers<void>();
    const flush = vi.spyOn(await fileHandles(), "datasync").mockReturnValueOnce(flushed.promise);
    const outcomes = Promise.allSettled(["unknown", "behind it"].map((name) => database.transaction(addTeam(name))));
    await expect.poll(() => teams(database)).toEqual(["before", "behind it", "unknown"]);
    flushed.reject(new Error("EIO"));
    for (const outcome of await outcomes) expect(outcome).toMatchObject({ reason: expect.any(OutcomeUnknown) });
    await expect(database.transaction(addTeam("refused"))).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    flush.mockRestore();
    await database.close();

    const anew = await openSqlite(file);
    await anew.transaction(addTeam("after"));
    expect(await teams(anew)).toEqual(["after", "before", "behind it", "unknown"]);
    await anew.close();
  });

  test("leaves nothing of what was deleted in any file, as soon as nobody else reads it", async () => {
    const file = newFile();
    const database = await openSqlite(file);
    const row = {
      secret_id: "s",
      team_id: "t",
      name: "n",
      version: 1,
      sealed: Buffer.from("some bytes that are looked for"),
    };
    const files = (): string => [file, `${file}-wal`].map((path) => readFileSync(path, "latin1")).join("");
    await database.transaction(({ query }) => query.insertInto("vault_value").values(row).execute());
    expect(files()).toContain("some bytes that are looked for");

    const other = new SqliteConnection(file, { readonly: true });
    other.exec("begin; select * from vault_value");
    await database.transaction(({ query }) => query.deleteFrom("vault_value").execute());
    await database.overwriteDeleted();
    expect(files()).toContain("some bytes that are looked for");
    other.close();
    await expect.poll(files).not.toContain("some bytes that are looked for");

    await database.transaction(({ query }) => query.insertInto("vault_value").values(row).execute());
    await database.transaction(({ query }) => query.deleteFrom("vault_value").execute());
    await database.overwriteDeleted();
    expect(files()).not.toContain("some bytes that are looked for");
    await database.close();
  });

  test("begins its log anew while transactions go on", async () => {
    const file = newFile();
    const database = await openSqlite(file);
    const other = new SqliteConnection(file, { readonly: true });
    const row = { secret_id: "s", team_id: "t", name: "n", version: 1, sealed: Buffer.alloc(1_000_000) };
    let pages = 0;
    const isShorter = async (): Promise<boolean> => {
      await database.transaction(({ query }) => query.insertInto("vault_value").values(row).execute());
      await database.transaction(({ query }) => query.deleteFrom("vault_value").execute());
      const before = pages;
      [{ log: pages }] = other.pragma("wal_checkpoint(noop)") as [{ log: number }];
      return pages < before;
    };
    await expect.poll(isShorter, { interval: 1, timeout: 60_000 }).toBe(true);
    other.close();
    await database.close();
  });

  test("after the disk was full in a step, nothing of the transaction is kept", async () => {
    const database = await openSqlite(newFile());
    const team = { created_at: 0, is_first: 0 };
    const lost = database.transaction(async ({ query, savepoint }) => {
      await query
        .insertInto("team")
        .values({ ...team, id: "1", name: "before" })
        .execute();
      await sql`pragma max_page_count = 1`.execute(query);
      const large = { ...team, id: "2", name: "x".repeat(10_000_000) };
      await savepoint(() => query.insertInto("team").values(large).execute()).catch((error: unknown) => {
        expect(error).toBeInstanceOf(TransactionLost);
      });
      await savepoint(() =>
        query
          .insertInto("team")
          .values({ ...team, id: "3", name: "after" })
          .execute(),
      );
    });
    await expect(lost).rejects.toBeInstanceOf(TransactionLost);
    expect(await database.reader.selectFrom("team").select("name").execute()).toEqual([]);
    await database.close();
  });

  test("replaces a thread of lists that was lost: only the statement that ran on it fails", async () => {
    const database = await openSqlite(newFile());
    const threads: Worker[] = [];
    const noteThread = (thread: Worker): void => void threads.push(thread);
    process.on("worker", noteThread);
    const count = (to: number) =>
      sql`with recursive n (i) as (select 1 union all select i + 1 from n where i < ${to}) select count(*) as n from n`;
    const lost = count(3_000_000).execute(database.lists);
    const next = count(3).execute(database.lists);
    await expect.poll(() => threads).toHaveLength(1);
    await Promise.all([threads[0]?.terminate(), expect(lost).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" })]);
    expect((await next).rows).toEqual([{ n: 3 }]);
    expect(threads).toHaveLength(2);
    process.off("worker", noteThread);

    const last = count(4).execute(database.lists);
    await new Promise(setImmediate);
    await database.close();
    expect((await last).rows).toEqual([{ n: 4 }]);
    await expect(count(5).execute(database.lists)).rejects.toThrow();
  });
});
