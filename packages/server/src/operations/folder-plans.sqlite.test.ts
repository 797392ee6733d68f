import { join } from "node:path";
import SqliteConnection from "better-sqlite3";
import { CompiledQuery, Kysely, SqliteDialect } from "kysely";
import { expect, test } from "vitest";
import { testServer } from "../../test/test-server.ts";
import { fullNames } from "../access/folders.ts";
import { MemoryPool } from "../budgets/reservation.ts";
import { ResponseBudget } from "../budgets/response-budget.ts";
import type { Queries } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { newestStored } from "../vault/values.ts";
import { type ListReader, readRows } from "./lists.ts";
import { listSecrets } from "./secret-listing.ts";

/** The database file of a server with names in folders, and how SQLite goes about what is asked of it. */
async function plansOf(ask: (query: Kysely<Tables>, teamId: string) => Promise<unknown>): Promise<string[]> {
  const server = await testServer();
  for (const name of ["a", "f/a", "f/g/a", "f/g/h/i/a", "other/b"]) await server.set(name, 1);
  const connection = new SqliteConnection(join(server.dataFolder, "keyfold.db"), { readonly: true });
  const asked: { sql: string; parameters: readonly unknown[] }[] = [];
  const query = new Kysely<Tables>({
    dialect: new SqliteDialect({ database: connection }),
    log: (event) => void asked.push(event.query),
  });
  await ask(query, server.teamId);
  const plans = asked.flatMap(({ sql, parameters }) =>
    connection.prepare<unknown[], { detail: string }>(`explain query plan ${sql}`).all(...parameters),
  );
  connection.close();
  return plans.map(({ detail }) => detail);
}

const scans = (plans: readonly string[]): string[] => plans.filter((plan) => /^SCAN (?!slice|part|\()/.test(plan));

test("a read through a folder four deep looks its names up by their keys, and nothing else", async () => {
  const plans = await plansOf((query, teamId) => {
    const run: Queries["run"] = async <Row>(statement: string, parameters: readonly unknown[]) =>
      (await query.executeQuery<Row>(CompiledQuery.raw(statement, [...parameters]))).rows;
    return newestStored({ query, run }, teamId, [fullNames("f/g/h/i", "a")], () => {});
  });
  expect(plans).toContain("SEARCH secret USING PRIMARY KEY (team_id=? AND name=?)");
  expect(plans).toContain("SEARCH removed_secret USING COVERING INDEX removed_secret_by_name (team_id=? AND name=?)");
  expect(scans(plans)).toEqual([]);
});

test("a page of a folder's list goes along an index, from where the page begins", async () => {
  const pageBehind = (after: string | undefined): Promise<string[]> =>
    plansOf((query, teamId) => {
      const reader: ListReader = {
        budget: new ResponseBudget({ bytes: 1e6, rows: 1000, fields: 1 }, new MemoryPool(1e6).reserve()),
        leadsByRange: false,
        read: async (statement) => (await statement.execute(query)).rows,
      };
      const listing = listSecrets(teamId, null, { folder: "f/g" }, {});
      return readRows(
        reader,
        { ...listing, after: after === undefined ? undefined : [after] },
        { limit: 2, offset: 0 },
      );
    });
  for (const after of [undefined, "f/g/0"]) {
    const plans = await pageBehind(after);
    expect(plans.filter((plan) => plan.includes("secret"))).toEqual([
      expect.stringMatching(/^SEARCH secret USING INDEX secret_by_folder \(\(team_id,folder(,name)?\)>/),
    ]);
    expect(scans(plans)).toEqual([]);
  }
});
