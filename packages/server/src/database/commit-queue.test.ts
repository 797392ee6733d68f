import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { CommitQueue } from "./commit-queue.ts";
import type { Transaction } from "./database.ts";
import { TransactionLost } from "./errors.ts";
import { openSqlite } from "./sqlite/open-sqlite.ts";

const insertTeam = ({ query }: Transaction, name: string) =>
  query.insertInto("team").values({ id: name, name, created_at: 0, is_first: 0 }).execute();

/** A queue over an SQLite file, whose log is the names of teams. */
async function newQueue() {
  const database = await openSqlite(join(temporaryFolder(), "keyfold.db"));
  onTestFinished(() => database.close());
  const causes: unknown[] = [];
  const committed: string[][] = [];
  const looked: string[][] = [];
  const queue = new CommitQueue<string, { readonly id: string }>(database, {
    log: {
      append: async (transaction, entries) => {
        const names = await entries;
        for (const name of names) await insertTeam(transaction, name);
        return () => committed.push([...names]);
      },
    },
    over: async ({ query }, callers) => {
      looked.push(callers.map(({ id }) => id));
      const live = (await query.selectFrom("team").select("id").execute()).map(({ id }) => id);
      return new Map(callers.filter(({ id }) => !live.includes(id)).map(({ id }) => [id, new Error(`${id} is over`)]));
    },
    failed: (cause) => {
      causes.push(cause);
      return new Error("the commit failed");
    },
  });
  const teams = async (): Promise<string[]> =>
    (await database.reader.selectFrom("team").select("name").orderBy("name").execute()).map(({ name }) => name);
  return { queue, teams, causes, committed, looked };
}

const outcomes = async (work: Promise<unknown>[]): Promise<string[]> =>
  (await Promise.allSettled(work)).map((result) => (result.status === "fulfilled" ? "kept" : result.reason.message));

test("a change that throws is undone alone; its neighbours are kept, with their entries", async () => {
  const { queue, teams, committed } = await newQueue();
  const before = queue.write(
    (transaction) => insertTeam(transaction, "a"),
    () => ["a's entry"],
  );
  const refused = queue.write(
    async (transaction) => {
      await insertTeam(transaction, "b");
      throw new Error("refused");
    },
    () => ["b's entry"],
  );
  const after = queue.write(
    (transaction) => insertTeam(transaction, "c"),
    () => ["c's entry"],
  );
  expect(await outcomes([before, refused, after])).toEqual(["kept", "refused", "kept"]);
  expect(await teams()).toEqual(["a", "a's entry", "c", "c's entry"]);
  expect(committed).toEqual([["a's entry", "c's entry"]]);
});

test("where the database gives the transaction up, what shared it fails and is not kept, and what waits goes on", async () => {
  const { queue, teams, causes, committed } = await newQueue();
  const work = [
    queue.write(
      (transaction) => insertTeam(transaction, "before"),
      () => ["before's entry"],
    ),
    // SQLite rolls all of a transaction back when the disk is full.
    queue.write(
      async (transaction) => {
        await sql`pragma max_page_count = 1`.execute(transaction.query);
        await insertTeam(transaction, "x".repeat(10_000_000));
      },
      () => [],
    ),
    queue.append(["an entry"]),
  ];
  expect(await outcomes(work)).toEqual(["the commit failed", "the commit failed", "kept"]);
  expect(causes).toEqual([expect.any(TransactionLost)]);
  expect(committed).toEqual([["an entry"]]);
  expect(await teams()).toEqual(["an entry"]);
});

test("a caller who is over changes nothing; one who is live is looked for once, and again where a change may have ended them", async () => {
  const { queue, teams, looked } = await newQueue();
  const insert = (name: string, id?: string) =>
    queue.write(
      (transaction) => insertTeam(transaction, name),
      () => [],
      id === undefined ? undefined : { id },
    );
  await insert("caller");
  const work: Promise<unknown>[] = [insert("a", "caller"), insert("b", "caller"), insert("c", "nobody")];
  work.push(queue.append(["d"], { id: "a" }));
  const end = ({ query }: Transaction) => query.deleteFrom("team").where("id", "=", "caller").execute();
  work.push(
    queue.write(end, () => []),
    insert("e", "caller"),
  );
  expect(await outcomes(work)).toEqual(["kept", "kept", "nobody is over", "kept", "kept", "caller is over"]);
  expect(looked.filter((ids) => ids.length > 0)).toEqual([["caller"], ["nobody"], ["caller"], ["a"]]);
  expect(await teams()).toEqual(["a", "b", "d"]);
});
