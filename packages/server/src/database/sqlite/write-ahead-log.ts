import { type FileHandle, open } from "node:fs/promises";
import type { Database as Connection, Statement } from "better-sqlite3";
import { databaseUnavailable, OutcomeUnknown } from "../errors.ts";
import { SqliteThread } from "./sqlite-thread.ts";

/** Pages that are moved into the file at once: one that changes often is moved once for many changes. */
const checkpointPages = 4000;

/** What SQLite says of the log. */
interface LogState {
  /** 1 if others kept it from being emptied. */
  readonly busy: number;
  /** Its pages. */
  readonly log: number;
  /** Those of them that are in the file, too. */
  readonly checkpointed: number;
}

/**
 * The write-ahead log of an SQLite file, into which commits are written. They are flushed to the disk here, and moved into the
 * file later; this thread waits for neither.
 */
export class WriteAheadLog {
  readonly #file: string;
  readonly #state: Statement;
  readonly #thread: SqliteThread;
  #handle: FileHandle | undefined;
  #isDamaged = false;
  #isMoving = false;
  /** Settles when the flush before has ended. */
  #flushed: Promise<void> = Promise.resolve();

  /** @param connection - the one that writes, in the mode WAL. From here on, it neither flushes its commits nor moves them. */
  constructor(connection: Connection, file: string) {
    connection.pragma("synchronous = NORMAL");
    connection.pragma("wal_autocheckpoint = 0");
    settle(connection);
    this.#file = file;
    this.#state = connection.prepare("pragma wal_checkpoint(noop)");
    this.#thread = new SqliteThread({ file, timeoutMs: 0, readonly: false });
  }

  /**
   * Checks that commits can be flushed.
   *
   * @throws ServerError `DATABASE_UNAVAILABLE` after a flush has failed: the system has dropped what it could not write, so that
   *   commits behind it would be lost with it if the power went. Opening the file anew settles what there is.
   */
  check(): void {
    if (this.#isDamaged)
      throw databaseUnavailable(new Error(`the disk failed to take commits to ${this.#file}: restart`));
  }

  /**
   * Resolves when what was committed is on the disk, also if the power goes.
   *
   * @throws OutcomeUnknown if the disk does not take it, or did not take what was committed before.
   */
  flush(): Promise<void> {
    const flushed = this.#flushed.then(() => this.#flush());
    this.#flushed = flushed.catch(() => {});
    return flushed;
  }

  async #flush(): Promise<void> {
    try {
      this.check();
      this.#handle ??= await open(`${this.#file}-wal`, "r+");
      await this.#handle.datasync();
    } catch (error) {
      this.#isDamaged = true;
      throw new OutcomeUnknown(error);
    }
  }

  /**
   * Moves commits into the file once there are enough: first while others are added, then what was added, so that the log begins
   * anew. What can't be moved now is moved after a later commit.
   *
   * @param between - does something while no transaction runs.
   */
  async shorten(between: (work: () => Promise<unknown>) => Promise<unknown>): Promise<void> {
    if (this.#isMoving) return;
    this.#isMoving = true;
    try {
      const { log, checkpointed } = this.#state.get() as LogState;
      if (log - checkpointed < checkpointPages) return;
      await this.#checkpoint("passive");
      await between(() => this.#checkpoint("passive"));
    } catch {
      // The disk is full, for example: a commit reports that.
    } finally {
      this.#isMoving = false;
    }
  }

  /**
   * Moves all commits into the file and empties the log, while no transaction runs.
   *
   * @returns whether it could: not while another process reads from the log or writes to it, or while the disk is full.
   */
  async empty(): Promise<boolean> {
    const state = await this.#checkpoint("truncate").catch(() => undefined);
    return state?.busy === 0;
  }

  /** Ends its work, before the connection is closed. */
  async close(): Promise<void> {
    await this.#thread.close();
    await this.#flushed;
    await this.#handle?.close();
  }

  async #checkpoint(mode: "passive" | "truncate"): Promise<LogState | undefined> {
    const [state] = await this.#thread.rows({ sql: `pragma wal_checkpoint(${mode})`, parameters: [] });
    return state as LogState | undefined;
  }
}

/** Empties the log of a file that was not closed, if it can be: its last flush may have failed. */
function settle(connection: Connection): void {
  try {
    connection.pragma("wal_checkpoint(truncate)");
  } catch {
    // The disk is full, for example: a commit reports that.
  }
}
