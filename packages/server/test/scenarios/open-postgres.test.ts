import "@tooling/vitest/services";
import { record } from "@tooling/vitest/canary";
import { emptyDatabase, startPostgres } from "@tooling/vitest/postgres";
import { sql } from "kysely";
import { describe, expect, inject, onTestFinished, test, vi } from "vitest";
import { OutcomeUnknown } from "../../src/database/errors.ts";
import { openPostgres } from "../../src/database/postgres/open-postgres.ts";
import { databaseConformance } from "../database-conformance.ts";

databaseConformance("PostgreSQL", async () => {
  const url = await emptyDatabase(inject("postgresUrl"));
  return () => openPostgres(url);
});

databaseConformance("PostgreSQL whose transactions are serializable unless they say otherwise", async () => {
  const url = await emptyDatabase(inject("postgresUrl"));
  return () => openPostgres(url + encodeURIComponent(" -cdefault_transaction_isolation=serializable"));
});

describe("openPostgres", () => {
  test("refuses a database that is not there, and tells no password", async () => {
    const { hostname, port } = new URL(inject("postgresUrl"));
    const urls = [
      [`postgres://keyfold:hidden@${hostname}:${port}/nothing`, "DATABASE_UNAVAILABLE"],
      [`postgres://keyfold:hidden@${hostname}:1/postgres`, "DATABASE_UNAVAILABLE"],
      [`postgres://nobody:hidden@${hostname}:${port}/postgres`, "DATABASE_UNAVAILABLE"],
      [`postgres://keyfold:hidden@${hostname}:99999/postgres`, "SETTINGS_INVALID"],
    ] as const;
    for (const [url, code] of urls) {
      const error = await openPostgres(url).catch((thrown: Error) => thrown);
      expect(error).toMatchObject({ code });
      expect(JSON.stringify(error) + String(error)).not.toContain("hidden");
      record("open-postgres", String(error));
    }
  });

  test("counts as waiting what has no connection, and not what gets one at once", async () => {
    const database = await openPostgres(await emptyDatabase(inject("postgresUrl")));
    onTestFinished(() => database.close());
    const reads = (): unknown => database.pools().find(({ pool }) => pool === "reads");
    const [held, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const lock = sql`select pg_advisory_xact_lock(1)`;
    const holding = database.transaction(async ({ query }) => {
      await lock.execute(query);
      held.resolve();
      await over.promise;
    });
    await held.promise;
    const waiting = Array.from({ length: 12 }, () => lock.execute(database.reader));
    await vi.waitFor(() => expect(reads()).toEqual({ pool: "reads", used: 10, idle: 0, waiting: 2 }), 10_000);
    over.resolve();
    await Promise.all([holding, ...waiting]);
    const asked = Array.from({ length: 3 }, () => sql`select 1`.execute(database.reader));
    expect(reads()).toMatchObject({ waiting: 0 });
    await Promise.all(asked);
  });

  test("refuses a database that can't hold every name", async () => {
    const server = await openPostgres(await emptyDatabase(inject("postgresUrl")));
    await sql`create database latin encoding 'LATIN1' template template0`.execute(server.reader);
    await server.close();
    const latin = inject("postgresUrl").replace(/postgres$/, "latin");
    const message = expect.stringContaining("LATIN1");
    await expect(openPostgres(latin)).rejects.toMatchObject({ code: "DATABASE_INVALID", message });
  });

  test("what is acknowledged is on the disk, whatever the database's default is", async () => {
    const url = await emptyDatabase(inject("postgresUrl"));
    for (const [configured, ours] of [
      ["off", "on"],
      ["remote_apply", "remote_apply"],
    ]) {
      const database = await openPostgres(url + encodeURIComponent(` -csynchronous_commit=${configured}`));
      const { rows } = await database.transaction(({ query }) => sql`show synchronous_commit`.execute(query));
      expect(rows).toEqual([{ synchronous_commit: ours }]);
      await database.close();
    }
  });

  test("a text with NUL is refused before it is sent, and the transaction goes on", async () => {
    const database = await openPostgres(await emptyDatabase(inject("postgresUrl")));
    await database.transaction(async ({ query }) => {
      const asked = query.selectFrom("team").select("id").where("name", "=", "a\0b").execute();
      await expect(asked).rejects.toMatchObject({ code: "BAD_INPUT" });
      expect(await query.selectFrom("team").select("id").execute()).toEqual([]);
    });
    await database.close();
  });

  test("PostgreSQL stopped and started again: a typed error, then all goes on", async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.remove());
    const database = await openPostgres(postgres.url);
    onTestFinished(() => database.close());
    const addTeam = (id: string) =>
      database.transaction(({ query }) =>
        query.insertInto("team").values({ id, name: id, created_at: 0, is_first: 0 }).execute(),
      );
    await addTeam("before");
    for (const signal of ["SIGINT", "SIGQUIT"] as const) {
      const cut = database.transaction(async ({ query }) => {
        await query.insertInto("team").values({ id: "cut", name: "cut", created_at: 0, is_first: 0 }).execute();
        await postgres.stop(signal);
        await query.selectFrom("team").select("id").execute();
      });
      await expect(cut).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
      await expect(database.checkReady()).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
      await expect(addTeam("lost")).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
      await postgres.start();
      await database.checkReady();
      await addTeam(`after ${signal}`);
    }
    const rows = await database.reader.selectFrom("team").select("name").orderBy("name").execute();
    expect(rows.map(({ name }) => name)).toEqual(["after SIGINT", "after SIGQUIT", "before"]);
  });

  test("a server that stops in the midst of a transaction does not keep the others from writing", async () => {
    const url = await emptyDatabase(inject("postgresUrl"));
    await (await openPostgres(url)).close();
    const deadlines = { connectMs: 20_000, statementMs: 1500, answerMs: 20_000 };
    const [one, two] = await Promise.all([openPostgres(url, deadlines), openPostgres(url, deadlines)]);
    onTestFinished(async () => void (await Promise.all([one.close(), two.close()])));
    const team = (id: string) => ({ id, name: id, created_at: 0, is_first: 0 });
    const [begun, wake] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const stopped = one.transaction(async ({ query }) => {
      await query.insertInto("team").values(team("of the stopped one")).execute();
      begun.resolve();
      await wake.promise;
    });
    const lost = expect(stopped).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    await begun.promise;
    const write = () => two.transaction(({ query }) => query.insertInto("team").values(team("two's")).execute());
    await vi.waitFor(write, { timeout: 60_000 });
    wake.resolve();
    await lost;
    expect(await one.reader.selectFrom("team").select("id").execute()).toEqual([{ id: "two's" }]);
  });

  test("after another server changed the tables, statements that were prepared before are prepared anew", async () => {
    const url = await emptyDatabase(inject("postgresUrl"));
    const database = await openPostgres(url);
    onTestFinished(() => database.close());
    const readAll = () => database.reader.selectFrom("vault_leftover").selectAll().execute();
    expect(await readAll()).toEqual([]);
    await database.transaction(({ query }) => sql`alter table vault_leftover add column later text`.execute(query));
    await readAll().catch((error: unknown) => expect(error).toMatchObject({ code: "DATABASE_UNAVAILABLE" }));
    expect(await readAll()).toEqual([]);
  });

  test("a statement that its transaction did not wait for fails it, and nothing is kept", async () => {
    const database = await openPostgres(await emptyDatabase(inject("postgresUrl")));
    onTestFinished(() => database.close());
    const insert = "insert into team (id, name, created_at, is_first) values ($1, 'one name', 0, 0)";
    const failed = database.transaction(async ({ run }) => {
      await run(insert, ["a"]);
      void run(insert, ["b"]);
    });
    await expect(failed).rejects.toMatchObject({ code: "23505" });
    await database.transaction(({ run }) => run(insert, ["c"]) as Promise<unknown>);
    expect(await database.reader.selectFrom("team").select("id").execute()).toEqual([{ id: "c" }]);
  });

  test("a commit that got no answer is not called undone", async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.remove());
    const database = await openPostgres(postgres.url);
    onTestFinished(() => database.close());
    const lost = database.transaction(async ({ query }) => {
      await query.insertInto("team").values({ id: "a", name: "a", created_at: 0, is_first: 0 }).execute();
      await postgres.stop("SIGQUIT");
    });
    await expect(lost).rejects.toBeInstanceOf(OutcomeUnknown);
    await expect(lost).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  });

  test("a frozen PostgreSQL is given up after its time", async () => {
    const postgres = await startPostgres();
    onTestFinished(() => postgres.remove());
    const database = await openPostgres(postgres.url, { statementMs: 500, answerMs: 1500, connectMs: 2000 });
    onTestFinished(() => database.close());
    await database.checkReady();
    const tooLong = sql`select pg_sleep(60)`.execute(database.reader);
    await expect(tooLong).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    postgres.freeze("SIGSTOP");
    await expect(database.checkReady()).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    await expect(database.transaction(async () => {})).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
    postgres.freeze("SIGCONT");
    await database.checkReady();
  });
});
