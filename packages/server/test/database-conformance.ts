import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, onTestFinished, test } from "vitest";
import type { Database, Transaction } from "../src/database/database.ts";
import { TransactionLost } from "../src/database/errors.ts";
import { runCompiled } from "../src/database/run-compiled.ts";

/** Opens one and the same empty database as often as it is asked to. */
export type OpenDatabase = () => Promise<Database>;

const largest = 2 ** 53 - 1;

const newTeam = (name: string, created_at = 0) => ({ id: randomUUID(), name, created_at, is_first: 0 });

const addTeam =
  (name: string, created_at = 0) =>
  async ({ query }: Transaction): Promise<void> => {
    await query.insertInto("team").values(newTeam(name, created_at)).execute();
  };

async function teamNames({ reader, reads }: Database): Promise<string[]> {
  const ordered = reader.selectFrom("team").select("name").orderBy("name");
  const rows = await ordered.execute();
  expect(await reads.run(ordered.compile().sql, [])).toEqual(rows);
  return rows.map(({ name }) => name);
}

/** What every database must do. `emptyDatabase` makes one that goes with the test. */
export function databaseConformance(adapter: string, emptyDatabase: () => Promise<OpenDatabase>): void {
  async function opened(count = 1): Promise<Database[]> {
    const open = await emptyDatabase();
    const databases = await Promise.all(Array.from({ length: count }, open));
    onTestFinished(async () => void (await Promise.all(databases.map((database) => database.close()))));
    return databases;
  }
  async function one(): Promise<Database> {
    const [database] = await opened();
    if (database === undefined) throw new Error("no database");
    return database;
  }

  describe(`a database on ${adapter}`, () => {
    test("is made once by replicas that start at once, and opened again with what it holds", async () => {
      const [first, ...others] = await opened(6);
      await first?.transaction(addTeam("a"));
      for (const database of others) {
        await database.checkReady();
        expect(await teamNames(database)).toEqual(["a"]);
      }
    });

    test("shows what was committed, and nothing else", async () => {
      const database = await one();
      await database.transaction(async (transaction) => {
        await addTeam("a")(transaction);
        expect(await transaction.query.selectFrom("team").select("name").execute()).toEqual([{ name: "a" }]);
        expect(await teamNames(database)).toEqual([]);
      });
      expect(await teamNames(database)).toEqual(["a"]);
      const thrown = database.transaction(async (transaction) => {
        await addTeam("b")(transaction);
        throw new Error("no");
      });
      await expect(thrown).rejects.toThrow("no");
      expect(await teamNames(database)).toEqual(["a"]);
      expect(await database.transaction(async () => "what the work gives")).toBe("what the work gives");
    });

    test("answers each of many statements that are asked for at once, with its own rows or its error", async () => {
      const database = await one();
      const names = Array.from({ length: 300 }, (_none, index) => `team ${index}`);
      await database.transaction(({ query }) =>
        query
          .insertInto("team")
          .values(names.map((name) => newTeam(name)))
          .execute(),
      );
      const either = (first: string, second: string) =>
        runCompiled<{ name: string }>(
          database.reads,
          "teams of two names",
          () => database.reader.selectFrom("team").select("name").where("name", "in", [first, second]),
          [first, second],
        );
      const asked = [...names.map((name) => either(name, "team 7")), either("no such team", "nor this")];
      const found = (await Promise.all(asked)).map((rows) => rows.map(({ name }) => name).sort());
      expect(found).toEqual([...names.map((name) => [...new Set([name, "team 7"])].sort()), []]);
      const wrong = async (name: string) =>
        runCompiled(database.reads, "wrong", () => sql`select no_such_column from team where name = ${name}`, [name]);
      const failed = await Promise.allSettled(["a", "a", "b"].map(wrong));
      expect(failed.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
      expect(await either("team 1", "team 2")).toHaveLength(2);
      const ofHash = (hash: Buffer) =>
        runCompiled(database.reads, "token of hash", () => sql`select * from token where hash = ${hash}`, [hash]);
      expect(await Promise.all([ofHash(Buffer.from([0, 255])), ofHash(Buffer.from("no"))])).toEqual([[], []]);
    });

    test("lets one transaction at a time read and write, whoever asks", async () => {
      const databases = await opened(3);
      await databases[0]?.transaction(addTeam("counter"));
      let inside = 0;
      const counts = Array.from({ length: 60 }, (_none, index) =>
        databases[index % 3]?.transaction(async ({ query }) => {
          inside += 1;
          expect(inside).toBe(1);
          const { created_at } = await query.selectFrom("team").select("created_at").executeTakeFirstOrThrow();
          await query
            .updateTable("team")
            .set({ created_at: created_at + 1 })
            .execute();
          inside -= 1;
        }),
      );
      await Promise.all(counts);
      const row = await databases[1]?.reader.selectFrom("team").select("created_at").executeTakeFirst();
      expect(row?.created_at).toBe(60);
    });

    test("undoes a step of a transaction alone", async () => {
      const database = await one();
      await database.transaction(async (transaction) => {
        await addTeam("kept")(transaction);
        const undone = transaction.savepoint(async () => {
          await addTeam("undone")(transaction);
          throw new Error("undo");
        });
        await expect(undone).rejects.toThrow("undo");
        const refused = transaction.savepoint(() => addTeam("kept")(transaction));
        await expect(refused).rejects.not.toBeInstanceOf(TransactionLost);
        expect(await transaction.savepoint(async () => 7)).toBe(7);
        await addTeam("also kept")(transaction);
      });
      expect(await teamNames(database)).toEqual(["also kept", "kept"]);
    });

    test("does what is asked for before a commit as the last of the transaction, and commits it; if it fails, nothing", async () => {
      const database = await one();
      const rename = "update team set name = name || '!' where name in ('a', 'b')";
      await database.transaction(async (transaction) => {
        const undone = transaction.savepoint(async () => {
          transaction.beforeCommit(() => void transaction.run(rename, []));
          throw new Error("undo");
        });
        await expect(undone).rejects.toThrow("undo");
        for (const name of ["a", "b"]) await addTeam(name)(transaction);
      });
      expect(await teamNames(database)).toEqual(["a!", "b!"]);
      const failing = database.transaction(async (transaction) => {
        transaction.beforeCommit(() => {
          throw new Error("refused");
        });
        await addTeam("c")(transaction);
      });
      await expect(failing).rejects.toThrow("refused");
      expect(await teamNames(database)).toEqual(["a!", "b!"]);
    });

    test("answers reads while a list is read, which sees what was committed", async () => {
      const database = await one();
      await database.transaction(addTeam("a"));
      expect(await database.lists.selectFrom("team").select(["name", "created_at"]).execute()).toEqual([
        { name: "a", created_at: 0 },
      ]);
      const ended: string[] = [];
      const long = sql<{
        count: number;
      }>`with recursive n (i) as (select 1 union all select i + 1 from n where i < 500000)
        select count(*) as count from n`;
      const list = long.execute(database.lists).then(({ rows }) => {
        ended.push("list");
        expect(rows).toEqual([{ count: 500_000 }]);
      });
      for (let turn = 0; turn < 3; turn += 1) {
        expect(await teamNames(database)).toEqual(["a"]);
        ended.push("read");
      }
      await list;
      expect(ended).toEqual(["read", "read", "read", "list"]);
      await expect(sql`select no_such_column from team`.execute(database.lists)).rejects.toThrow("no_such_column");
      await expect(sql`delete from team`.execute(database.lists)).rejects.toThrow();
    });

    test("keeps instants, bytes and texts exactly", async () => {
      const database = await one();
      const names = ["a", "B", "ä", "z", "~", "Å", "名", "\u{1F511}", "\uFFFD", "%_\\'\"", "🙂".repeat(255)];
      const hash = Buffer.from([0, 255, 92, 39, 0, 128]);
      const team = newTeam("a team", largest);
      await database.transaction(async ({ query }) => {
        await query.insertInto("team").values(team).execute();
        for (const name of names) {
          const version = {
            secret_id: `id of ${name}`,
            team_id: team.id,
            name,
            version: 2 ** 40,
            created_at: largest,
            created_by: "x",
          };
          await query.insertInto("secret_version").values(version).execute();
        }
        await query
          .insertInto("vault_value")
          .values({ secret_id: "s", team_id: team.id, name: "n", version: 1, sealed: hash })
          .execute();
      });
      const rows = await database.reader.selectFrom("secret_version").selectAll().orderBy("name").execute();
      const byCodePoint = [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(rows.map(({ name }) => name)).toEqual(byCodePoint);
      for (const row of rows) expect(row).toMatchObject({ version: 2 ** 40, created_at: largest });
      const found = await database.reader.selectFrom("secret_version").select("name").where("name", "=", "ä").execute();
      expect(found).toEqual([{ name: "ä" }]);
      const value = await database.reader.selectFrom("vault_value").select("sealed").executeTakeFirstOrThrow();
      expect(Buffer.isBuffer(value.sealed) && value.sealed.equals(hash)).toBe(true);
      const { max } = await database.reader
        .selectFrom("team")
        .select((row) => row.fn.max("created_at").as("max"))
        .executeTakeFirstOrThrow();
      expect(max).toBe(largest);
    });

    test("overwrites what was deleted while transactions go on", async () => {
      const database = await one();
      await database.transaction(addTeam("gone"));
      await database.transaction(({ query }) => query.deleteFrom("team").execute());
      await Promise.all([
        database.overwriteDeleted(),
        database.transaction(addTeam("kept")),
        database.overwriteDeleted(),
        database.transaction(addTeam("also kept")),
      ]);
      expect(await teamNames(database)).toEqual(["also kept", "kept"]);
    });

    test("finishes the transaction at hand before it closes", async () => {
      const open = await emptyDatabase();
      const database = await open();
      const work = database.transaction(async (transaction) => {
        await new Promise(setImmediate);
        await addTeam("a")(transaction);
      });
      await Promise.all([work, database.close()]);
      const again = await open();
      expect(await teamNames(again)).toEqual(["a"]);
      await again.close();
      await expect(again.checkReady()).rejects.toThrow();
    });
  });
}
