import { Kysely, PostgresDialect, type PostgresPoolClient } from "kysely";
import type { Transaction } from "../database.ts";
import { OutcomeUnknown } from "../errors.ts";
import { savepoint } from "../savepoint.ts";
import type { Tables } from "../tables.ts";
import type { CountedPool } from "./postgres-pool.ts";

/** Whatever the database's default is: each statement must see what was committed while the lock was waited for. */
const begin = "start transaction isolation level read committed";

/**
 * The lock is held until the commit is on the disk and seen by all; a schema is an instance. What we acknowledge must be
 * on the disk, also where a database's default is faster than that.
 */
const takeTurn = `select pg_advisory_xact_lock(hashtextextended('keyfold ' || current_schema(), 0)),
  case current_setting('synchronous_commit') when 'off' then set_config('synchronous_commit', 'on', true) end`;

/** Transactions that take turns, with those of other servers too, by an advisory lock. */
export class Writer {
  readonly #pool: CountedPool;
  readonly #queries = new WeakMap<PostgresPoolClient, Kysely<Tables>>();

  constructor(pool: CountedPool) {
    this.#pool = pool;
  }

  /**
   * Runs a transaction as `Database` says.
   *
   * @throws OutcomeUnknown if it can't tell whether it committed.
   */
  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect();
    let isLost = false;
    try {
      return await inTransaction(client, this.#queriesOn(client), work);
    } catch (error) {
      await client.query("rollback", []).catch(() => {
        isLost = true;
      });
      throw error;
    } finally {
      client.release(isLost);
    }
  }

  /** What Kysely builds, on the one connection. */
  #queriesOn(client: PostgresPoolClient): Kysely<Tables> {
    let query = this.#queries.get(client);
    if (query === undefined) {
      const same = { query: client.query, release: () => {} };
      const pool = { options: {}, connect: async () => same, end: async () => {} };
      query = new Kysely({ dialect: new PostgresDialect({ pool }) });
      this.#queries.set(client, query);
    }
    return query;
  }
}

/** What need not wait for an answer is sent along with what comes before it. */
async function inTransaction<T>(
  client: PostgresPoolClient,
  query: Kysely<Tables>,
  work: (transaction: Transaction) => Promise<T>,
): Promise<T> {
  let failure: unknown;
  const execute = async (statement: string): Promise<void> => void (await client.query(statement, []));
  await Promise.all([execute(begin), execute(takeTurn)]);
  const last: (() => void)[] = [];
  const result = await work({
    query,
    bytesType: "bytea",
    run: <Row>(statement: string, parameters: readonly unknown[]) => {
      const rows = client.query<Row>(statement, parameters).then((found) => found.rows);
      rows.catch((error: unknown) => {
        failure ??= error;
      });
      return rows;
    },
    beforeCommit: (step) => last.push(step),
    savepoint: (step) =>
      savepoint(execute, step).finally(() => {
        failure = undefined;
      }),
  });
  for (const step of last) step();
  const { command } = await client.query("commit", []).catch((error: unknown) => {
    throw new OutcomeUnknown(error);
  });
  // A statement that the work did not wait for has failed.
  if (command === "ROLLBACK") throw failure ?? new Error("the transaction was rolled back");
  return result;
}
