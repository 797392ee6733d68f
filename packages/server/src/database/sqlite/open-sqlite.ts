import { statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import SqliteConnection, { type Database as Connection, type Statement } from "better-sqlite3";
import { Kysely, type SqliteDatabase, SqliteDialect, sql } from "kysely";
import { ServerError } from "../../server-error.ts";
import type { Database, PoolState, Queries, Transaction } from "../database.ts";
import { TransactionLost } from "../errors.ts";
import { type ColumnTypes, migrate } from "../migrate.ts";
import { savepoint } from "../savepoint.ts";
import type { Tables } from "../tables.ts";
import { kyselyOverThread, SqliteThread } from "./sqlite-thread.ts";
import { runOn, sqliteError, withStatementCache } from "./statements.ts";

const columnTypes: ColumnTypes = {
  bytes: "blob",
  whole: "integer",
  text: "text",
  byKey: "without rowid",
  randomId: "lower(hex(randomblob(16)))",
};

/** How long a transaction of another process on the same file is waited for, in milliseconds. */
const busyTimeoutMs = 5000;
const busyRetryMs = 2;
/** Pages of the log that are moved into the file at once: a page that changes often is moved once for many changes. */
const checkpointPages = 4000;
/** After how long a log that another process still reads is looked at again, in milliseconds. */
const logRetryMs = 1000;

/**
 * Opens an SQLite file, made if it is not there, and brings its tables up to date. Several processes may use one file:
 * a transaction takes SQLite's write lock before it reads.
 *
 * @throws ServerError `DATABASE_INVALID` for a file that isn't SQLite's.
 */
export async function openSqlite(file: string): Promise<Database> {
  let opened: OpenSqlite | undefined;
  try {
    opened = new OpenSqlite(file);
    await migrate(opened, columnTypes);
    opened.undoInMemory();
    return opened;
  } catch (error) {
    await opened?.close();
    throw databaseInvalid(file, error);
  }
}

class OpenSqlite implements Database {
  readonly reader: Kysely<Tables>;
  readonly reads: Queries;
  readonly lists: Kysely<Tables>;
  readonly leadsByRange = false;
  readonly file: string;
  readonly #listThread: SqliteThread;
  /** Moves pages from the log into the file, and waits for the disk. */
  readonly #checkpointThread: SqliteThread;
  readonly #connection: Connection;
  readonly #inode: bigint | undefined;
  readonly #transaction: Transaction;
  readonly #prepared = new Map<string, Statement>();
  readonly #logState: Statement;
  /** Settles when the transaction before has ended: there is one connection to write with. */
  #last: Promise<unknown> = Promise.resolve();
  #isCheckpointing = false;
  #logRetry: NodeJS.Timeout | undefined;

  constructor(file: string) {
    this.#connection = new SqliteConnection(file, { timeout: busyTimeoutMs });
    this.file = file;
    this.#inode = inodeOf(file);
    // FULL: a commit is on the disk before it is acknowledged, also if the power goes.
    this.#connection.pragma("journal_mode = WAL");
    this.#connection.pragma("synchronous = FULL");
    this.#connection.pragma("foreign_keys = ON");
    // A deleted value leaves no trace in free pages.
    this.#connection.pragma("secure_delete = ON");
    this.#connection.pragma("busy_timeout = 0");
    this.#connection.pragma("wal_autocheckpoint = 0");
    this.#logState = this.#connection.prepare("pragma wal_checkpoint(noop)");
    // The upper levels of a tree of a million names stay in memory, and what is read often. In KiB, negative so.
    this.#connection.pragma("cache_size = -32000");
    const writing = queriesOver(withStatementCache(this.#connection));
    this.#transaction = {
      ...writing,
      bytesType: "blob",
      savepoint: (work) => savepoint((statement) => this.#step(statement), work),
    };
    // Readers have their own connection, which sees only what was committed.
    const reading = queriesOver(
      withStatementCache(new SqliteConnection(file, { timeout: busyTimeoutMs, readonly: true })),
    );
    this.reader = reading.query;
    this.reads = {
      query: reading.query,
      // After a commit, the connection that made it still has its pages; any other one reads them again.
      run: (...of) => (this.#connection.inTransaction ? reading : writing).run(...of),
    };
    this.#checkpointThread = new SqliteThread({ file, timeoutMs: 0, readonly: false });
    this.#listThread = new SqliteThread({ file, timeoutMs: busyTimeoutMs, readonly: true });
    this.lists = kyselyOverThread(this.#listThread);
  }

  /** What a step may have to undo stays in memory: a file is written with each page that the step changes. Migrations change too many. */
  undoInMemory(): void {
    this.#connection.pragma("temp_store = MEMORY");
  }

  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#next(() => this.#run(work));
  }

  /** A commit overwrites the pages; the write-ahead log still holds them as they were before. */
  overwriteDeleted(): Promise<void> {
    // A list that reads from the log would keep it from being emptied.
    return this.#listThread.between(() => this.#next(() => this.#emptyLog()));
  }

  /** Once everything before has ended. */
  #next<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  async #emptyLog(): Promise<void> {
    if (!this.#connection.open || (await this.#isLogEmptied())) return;
    clearTimeout(this.#logRetry);
    this.#logRetry = setTimeout(() => void this.overwriteDeleted(), logRetryMs).unref();
  }

  /** Not while another process reads from the log or writes to it, or while the disk is full. */
  async #isLogEmptied(): Promise<boolean> {
    const emptied = await this.#checkpoint("truncate").catch(() => undefined);
    return emptied?.busy === 0;
  }

  /**
   * Moves what is in the log into the file once there is enough of it: first while transactions go on, then, between two of them,
   * what they have added, so that the log begins anew. What can't be moved now is moved after a later transaction.
   */
  async #shortenLog(): Promise<void> {
    if (this.#isCheckpointing) return;
    this.#isCheckpointing = true;
    try {
      const { log, checkpointed } = this.#logState.get() as LogState;
      if (log - checkpointed < checkpointPages) return;
      await this.#checkpoint("passive");
      await this.#next(() => this.#checkpoint("passive"));
    } catch {
      // The disk is full, for example: a commit reports that.
    } finally {
      this.#isCheckpointing = false;
    }
  }

  async #checkpoint(mode: "passive" | "truncate"): Promise<LogState | undefined> {
    const sql = `pragma wal_checkpoint(${mode})`;
    const [state] = await this.#checkpointThread.rows({ sql, parameters: [] });
    return state as LogState | undefined;
  }

  async #run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    // A file that was deleted or replaced would take writes that nobody finds again.
    if (inodeOf(this.file) !== this.#inode) throw new Error(`${this.file} is not the file that was opened`);
    await this.#begin();
    try {
      const result = await work(this.#transaction);
      this.#execute("commit");
      void this.#shortenLog();
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (this.#connection.inTransaction) this.#connection.exec("rollback");
      throw sqliteError(error);
    }
  }

  /** The turn may be another process's: waited for without keeping this one from answering. */
  async #begin(): Promise<void> {
    const givenUp = performance.now() + busyTimeoutMs;
    for (;;) {
      try {
        this.#execute("begin immediate");
        return;
      } catch (error) {
        const busy = error instanceof SqliteConnection.SqliteError && error.code.startsWith("SQLITE_BUSY");
        if (!busy || performance.now() > givenUp) throw sqliteError(error);
      }
      await delay(busyRetryMs);
    }
  }

  async #step(statement: string): Promise<void> {
    // SQLite would begin another transaction with it, and commit that at once.
    if (!this.#connection.inTransaction) throw new TransactionLost(undefined);
    this.#execute(statement);
  }

  /** Runs one of the few statements that are about the transaction itself. */
  #execute(statement: string): void {
    let prepared = this.#prepared.get(statement);
    if (prepared === undefined) {
      prepared = this.#connection.prepare(statement);
      this.#prepared.set(statement, prepared);
    }
    prepared.run();
  }

  async checkReady(): Promise<void> {
    await sql`select count(*) from instance`.execute(this.reader);
  }

  async bytes(): Promise<number> {
    const { rows } = await sql<{ bytes: number }>`
      select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`.execute(this.reader);
    return rows[0]?.bytes ?? 0;
  }

  pools(): readonly PoolState[] {
    return [];
  }

  async close(): Promise<void> {
    await this.#last;
    clearTimeout(this.#logRetry);
    await this.#listThread.close();
    await this.#checkpointThread.close();
    await this.reader.destroy();
    this.#connection.close();
  }
}

/** The write-ahead log as SQLite describes it. */
interface LogState {
  /** 1 if others kept it from being emptied. */
  readonly busy: number;
  /** Its pages. */
  readonly log: number;
  /** Those of them that are in the file, too. */
  readonly checkpointed: number;
}

function inodeOf(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
}

function queriesOver(database: SqliteDatabase): Queries {
  return { query: new Kysely<Tables>({ dialect: new SqliteDialect({ database }) }), run: runOn(database) };
}

function databaseInvalid(file: string, error: unknown): unknown {
  const cause = error instanceof ServerError && error.code === "DATABASE_UNAVAILABLE" ? error.cause : error;
  if (!(cause instanceof SqliteConnection.SqliteError)) return error;
  return new ServerError(
    "DATABASE_INVALID",
    `${file} can't be used as Keyfold's database: ${cause.message}.`,
    "Check the path and the file's permissions, or restore a backup.",
    { cause },
  );
}
