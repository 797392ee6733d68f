import { extname } from "node:path";
import { Worker } from "node:worker_threads";
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
import { sqliteError } from "./statements.ts";

/** A statement for the thread. */
export interface ListQuestion {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What the thread sends back: rows as a list in JSON, or why SQLite refused. */
export type ListAnswer =
  | { readonly rows: string; readonly error?: undefined }
  | { readonly error: { readonly message: string; readonly code: string } };

/** From source the worker is a file of TypeScript beside this one; built, both are JavaScript in `dist`. */
const workerFile = new URL(`./list-worker${extname(import.meta.url)}`, import.meta.url);

/**
 * Runs read-only statements on a thread of their own, one after the other, so that this thread serves whatever they cost. The
 * thread starts with the first statement; one that was lost is replaced with the next.
 */
export class ListThread {
  readonly #file: string;
  #worker: Worker | undefined;
  #closed = false;
  /** Settles when the statement before has. */
  #last: Promise<unknown> = Promise.resolve();
  /** Settles the statement that is running. */
  #settle: ((answer: ListAnswer | Error) => void) | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /**
   * The rows of a statement, when those before it have theirs.
   *
   * @throws ServerError `DATABASE_UNAVAILABLE` if the thread is lost, or the file can't be read.
   */
  rows(question: ListQuestion): Promise<unknown[]> {
    return this.between(async () => {
      const answer = await this.#ask(question);
      if (answer instanceof Error) throw databaseUnavailable(answer);
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
      await this.#worker?.terminate();
    });
  }

  async #ask(question: ListQuestion): Promise<ListAnswer | Error> {
    if (this.#closed) return new Error("the database is closed");
    this.#worker ??= this.#start();
    const worker = this.#worker;
    const answer = new Promise<ListAnswer | Error>((resolve) => {
      this.#settle = resolve;
    });
    // The process lives on while a statement runs, and not for the thread alone.
    worker.ref();
    worker.postMessage(question);
    return answer.finally(() => worker.unref());
  }

  #start(): Worker {
    // Nothing of the environment: settings may be there.
    const worker = new Worker(workerFile, { workerData: this.#file, env: {}, execArgv: [] });
    let cause: unknown;
    worker.on("message", (answer: ListAnswer) => this.#settle?.(answer));
    worker.on("error", (error) => {
      cause = error;
    });
    worker.on("exit", () => {
      this.#worker = undefined;
      this.#settle?.(new Error("the thread of lists has ended", { cause }));
    });
    return worker;
  }
}

/** Kysely over a thread of lists; it takes no transactions. */
export function kyselyOverThread(thread: ListThread): Kysely<Tables> {
  const connection: DatabaseConnection = {
    executeQuery: async <Row>({ sql, parameters }: ListQuestion) => ({
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
