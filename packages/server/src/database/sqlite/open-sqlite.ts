import { statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import SqliteConnection, { type Database as Connection, type Statement } from "better-sqlite3";
import { type Kysely, sql } from "kysely";
import { ServerError } from "../../server-error.ts";
import type { Database, PoolState, Queries, Transaction } from "../database.ts";
import { TransactionLost } from "../errors.ts";
import { type ColumnTypes, migrate } from "../migrate.ts";
import { savepoint } from "../savepoint.ts";
import type { Tables } from "../tables.ts";
import { kyselyOverThread, SqliteThread } from "./sqlite-thread.ts";
import { queriesOver, sqliteError } from "./statements.ts";
import { WriteAheadLog } from "./write-ahead-log.ts";

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
  readonly #connection: Connection;
  readonly #inode: bigint | undefined;
  readonly #transaction: Omit<Transaction, "beforeCommit">;
  readonly #prepared = new Map<string, Statement>();
  readonly #log: WriteAheadLog;
  /** Settles when the transaction before has ended: there is one connection to write with. */
  #last: Promise<unknown> = Promise.resolve();
  #logRetry: NodeJS.Timeout | undefined;

  constructor(file: string) {
    this.#connection = new SqliteConnection(file, { timeout: busyTimeoutMs });
    this.file = file;
    this.#inode = inodeOf(file);
    this.#connection.pragma("journal_mode = WAL");
    this.#connection.pragma("foreign_keys = ON");
    // A deleted value leaves no trace in free pages.
    this.#connection.pragma("secure_delete = ON");
    this.#connection.pragma("busy_timeout = 0");
    this.#log = new WriteAheadLog(this.#connection, file);
    // The upper levels of a tree of a million names stay in memory, and what is read often. In KiB, negative so.
    this.#connection.pragma("cache_size = -32000");
    const writing = queriesOver(this.#connection);
    this.#transaction = {
      ...writing,
      bytesType: "blob",
      savepoint: (work) => savepoint((statement) => this.#step(statement), work),
    };
    // Readers have their own connection, which sees only what was committed.
    const reading = queriesOver(new SqliteConnection(file, { timeout: busyTimeoutMs, readonly: true }));
    this.reader = reading.query;
    this.reads = {
      query: reading.query,
      // After a commit, the connection that made it still has its pages; any other one reads them again.
      run: (...of) => (this.#connection.inTransaction ? reading : writing).run(...of),
    };
    this.#listThread = new SqliteThread({ file, timeoutMs: busyTimeoutMs, readonly: true });
    this.lists = kyselyOverThread(this.#listThread);
  }

  /** What a step may have to undo stays in memory: a file is written with each page that the step changes. Migrations change too many. */
  undoInMemory(): void {
    this.#connection.pragma("temp_store = MEMORY");
  }

  async transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    const { result, flushed } = await this.#next(async () => ({
      result: await this.#run(work),
      flushed: this.#log.flush(),
    }));
    await flushed;
    return result;
  }

  flush(): Promise<void> {
    return this.#log.flush();
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
    if (!this.#connection.open || (await this.#log.empty())) return;
    clearTimeout(this.#logRetry);
    this.#logRetry = setTimeout(() => void this.overwriteDeleted(), logRetryMs).unref();
  }

  async #run<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    // A file that was deleted or replaced would take writes that nobody finds again.
    if (inodeOf(this.file) !== this.#inode) throw new Error(`${this.file} is not the file that was opened`);
    this.#log.check();
    await this.#begin();
    try {
      const last: (() => void)[] = [];
      const result = await work({ ...this.#transaction, beforeCommit: (step) => last.push(step) });
      for (const step of last) step();
      this.#execute("commit");
      void this.#log.shorten((move) => this.#next(move));
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (this.#connection.inTransaction) this.#connection.exec("rollback");
      throw sqliteError(error);
    }
  }

  /** The turn may be another process's: waited for without keeping this one from answering. */
  async #begin(): Promise<void> {
    const deadline = performance.now() + busyTimeoutMs;
    for (;;) {
      try {
        this.#execute("begin immediate");
        return;
      } catch (error) {
        const busy = error instanceof SqliteConnection.SqliteError && error.code.startsWith("SQLITE_BUSY");
        if (!busy || performance.now() > deadline) throw sqliteError(error);
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
    await this.#log.close();
    await this.reader.destroy();
    this.#connection.close();
  }
}

function inodeOf(file: string): bigint | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false })?.ino;
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
