import { extname } from "node:path";
import SqliteConnection from "better-sqlite3";
import {
  type DatabaseConnection,
  type Driver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { databaseUnavailable } from "../errors.ts";
import type { Tables } from "../tables.ts";
import { Thread } from "../thread.ts";
import { sqliteError } from "./statements.ts";

/** What a thread works on. */
export interface ThreadOptions {
  readonly file: string;
  /** How long a lock is waited for, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether it writes nothing, not even to move the log into the file. */
  readonly readonly: boolean;
}

/** A statement for the thread. */
export interface Question {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What the thread sends back: rows as a list in JSON, or why SQLite refused. */
export type Answer =
  | { readonly rows: string; readonly error?: undefined }
  | { readonly error: { readonly message: string; readonly code: string } };

/** From source the worker is a file of TypeScript beside this one; built, both are JavaScript in `dist`. */
const workerFile = new URL(`./sqlite-worker${extname(import.meta.url)}`, import.meta.url);

/**
 * Runs statements on a thread of their own, one after the other, so that this thread serves whatever they cost.
 */
export class SqliteThread {
  readonly #thread: Thread<Question, Answer>;
  #closed = false;
  /** Settles when the statement before has. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ThreadOptions) {
    this.#thread = new Thread(workerFile, options);
  }

  /**
   * The rows of a statement, when those before it have theirs.
   *
   * @throws ServerError `DATABASE_UNAVAILABLE` if the thread is lost, or the file can't be read.
   */
  rows(question: Question): Promise<unknown[]> {
    return this.between(async () => {
      if (this.#closed) throw databaseUnavailable(new Error("the database is closed"));
      const answer = await this.#thread.ask(question).catch((error: unknown) => {
        throw databaseUnavailable(error);
      });
      if (answer.error === undefined) return JSON.parse(answer.rows) as unknown[];
      throw sqliteError(new SqliteConnection.SqliteError(answer.error.message, answer.error.code));
    });
  }

  /** Does `work` while no statement runs, and so nothing is read from the file. */
  between<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#last.then(work);
    this.#last = result.catch(() => {});
    return result;
  }

  /** Ends the thread, after the statements that were asked for. */
  async close(): Promise<void> {
    await this.between(async () => {
      this.#closed = true;
      await this.#thread.end();
    });
  }
}

/** Kysely over a thread of lists; it takes no transactions. */
export function kyselyOverThread(thread: SqliteThread): Kysely<Tables> {
  const connection: DatabaseConnection = {
    executeQuery: async <Row>({ sql, parameters }: Question) => ({
      rows: (await thread.rows({ sql, parameters })) as Row[],
    }),
    streamQuery: () => notForLists(),
  };
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    releaseConnection: async () => {},
    beginTransaction: async () => notForLists(),
    commitTransaction: async () => notForLists(),
    rollbackTransaction: async () => notForLists(),
    destroy: () => thread.close(),
  };
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => driver,
      createIntrospector: (query) => new SqliteIntrospector(query),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

function notForLists(): never {
  throw new Error("a list is made of single statements");
}
