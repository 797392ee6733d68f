import { Kysely, PostgresDialect, sql } from "kysely";
import { ServerError } from "../../server-error.ts";
import type { Database, PoolState, Queries, Transaction } from "../database.ts";
import { type ColumnTypes, migrate } from "../migrate.ts";
import type { Tables } from "../tables.ts";
import { joinedReads } from "./joined-reads.ts";
import {
  type CountedPool,
  defaultDeadlines,
  listSettings,
  type PostgresDeadlines,
  postgresPool,
} from "./postgres-pool.ts";
import { Writer } from "./writer.ts";

const columnTypes: ColumnTypes = {
  bytes: "bytea",
  whole: "bigint",
  text: 'text collate "C"',
  byKey: "",
  randomId: "gen_random_uuid()::text",
};

/** Connections for reads. */
const readers = 10;
/** Connections for lists: however many are asked for, `reader` has its own. */
const listers = 4;
/** How long a statement of a list may take, in milliseconds: it goes through a bounded number of rows. */
const listStatementMs = 5000;
/** Connections for transactions: while one commits, the next is on its way. */
const writers = 2;

/**
 * Opens a PostgreSQL database and brings its tables up to date. Replicas on one database take turns in writing, by an
 * advisory lock.
 *
 * @param url - may hold a password, so no error contains it.
 * @throws ServerError `SETTINGS_INVALID` for what is no URL of PostgreSQL, `DATABASE_UNAVAILABLE`, or `DATABASE_INVALID` for
 *   a database that can't hold the tables.
 */
export async function openPostgres(url: string, deadlines: PostgresDeadlines = defaultDeadlines): Promise<Database> {
  if (!URL.canParse(url)) throw urlInvalid();
  let opened: OpenPostgres | undefined;
  try {
    opened = new OpenPostgres(url, deadlines);
    await checkEncoding(opened);
    await migrate(opened, columnTypes);
    return opened;
  } catch (error) {
    await opened?.close();
    throw error instanceof ServerError ? error : databaseInvalid(error);
  }
}

class OpenPostgres implements Database {
  readonly reader: Kysely<Tables>;
  readonly reads: Queries;
  readonly lists: Kysely<Tables>;
  readonly leadsByRange = true;
  readonly file = undefined;
  readonly #writer: Writer;
  readonly #running = new Set<Promise<unknown>>();
  readonly #pools = new Map<PoolState["pool"], CountedPool>();

  constructor(url: string, deadlines: PostgresDeadlines) {
    const poolOf = (name: PoolState["pool"], connections: number, within = deadlines, settings?: readonly string[]) => {
      const pool = postgresPool(url, connections, within, settings);
      this.#pools.set(name, pool);
      return pool;
    };
    const reads = poolOf("reads", readers);
    this.reader = kyselyOver(reads);
    this.reads = { query: this.reader, run: joinedReads(reads.run) };
    const forLists = { ...deadlines, statementMs: Math.min(deadlines.statementMs, listStatementMs) };
    this.lists = kyselyOver(poolOf("lists", listers, forLists, listSettings));
    this.#writer = new Writer(poolOf("writes", writers));
  }

  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const result = this.#writer.transaction(work);
    this.#running.add(result);
    const gone = (): void => void this.#running.delete(result);
    result.then(gone, gone);
    return result;
  }

  async flush(): Promise<void> {}

  async overwriteDeleted(): Promise<void> {}

  async checkReady(): Promise<void> {
    await sql`select count(*) from instance`.execute(this.reader);
  }

  async bytes(): Promise<number> {
    const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(
      this.lists,
    );
    return Number(rows[0]?.bytes ?? 0);
  }

  pools(): readonly PoolState[] {
    return [...this.#pools].map(([pool, { state }]) => ({ pool, ...state() }));
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
    for (const pool of this.#pools.values()) await pool.end();
  }
}

function kyselyOver(pool: CountedPool): Kysely<Tables> {
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}

/** Names may be any Unicode. */
async function checkEncoding({ reader }: Database): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(reader);
  if (rows[0]?.server_encoding === "UTF8") return;
  throw databaseInvalid(new Error(`its encoding is ${rows[0]?.server_encoding}, not UTF8`));
}

function urlInvalid(): ServerError {
  return new ServerError(
    "SETTINGS_INVALID",
    "The database's URL can't be read.",
    "Write it as postgres://USER:PASSWORD@HOST:5432/DATABASE, with special characters of the password as %XX.",
  );
}

function databaseInvalid(error: unknown): ServerError {
  return new ServerError(
    "DATABASE_INVALID",
    `The PostgreSQL database can't be used as Keyfold's: ${error instanceof Error ? error.message : "unknown reason"}.`,
    "Check the URL, that its user may create tables, and that the database is Keyfold's own.",
    { cause: error },
  );
}
