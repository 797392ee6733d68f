import type { Database, Queries, Transaction } from "./database.ts";
import { TransactionLost } from "./errors.ts";

/** What shares one commit, at most: others wait for it, on every server of the instance. */
const maxBatch = { jobs: 256, entries: 4096, ms: 1000 };

/** What is committed along with every change: the audit log. */
export interface CommitLog<Entry> {
  /**
   * Adds the entries of one commit, in order. They may still be on their way: which of them stay is asked of the database
   * meanwhile. What it gives is called once they are committed.
   */
  append(transaction: Transaction, entries: readonly Entry[] | Promise<readonly Entry[]>): Promise<() => void>;
}

/** What a queue of commits works with. */
export interface CommitQueueOptions<Entry, Caller> {
  readonly log: CommitLog<Entry>;
  /** The ids of those of some callers who may do nothing any more, each with the error for what they ask for. */
  readonly over: (queries: Queries, callers: readonly Caller[]) => Promise<ReadonlyMap<string, Error>>;
  /** Gets what made a commit fail; gives the error for all that shared it. */
  readonly failed: (cause: unknown) => Error;
  /** Gets how many seconds a commit waited for its turn to write, which other servers of the instance take too. */
  readonly waited?: ((seconds: number) => void) | undefined;
}

interface Job<Entry, Caller> {
  readonly isChange: boolean;
  /** Who must be live after all changes of the commit. */
  readonly reader?: Caller | undefined;
  /**
   * The entries to be committed; throws what the call is refused with, having changed nothing.
   *
   * @param live - the ids of callers who were live in this commit, and whom no change since then can have ended.
   */
  run(transaction: Transaction, live: Set<string>): Promise<readonly Entry[]>;
  done(): void;
  failed(error: unknown): void;
}

/**
 * The only writer. Each change is committed together with its entries in the log, and whatever came in meanwhile shares the
 * next commit: a durable log costs one flush for many requests. A commit of changes is made while the one before is on its way
 * to the disk; entries alone wait for that, as more of them then share a commit.
 */
export class CommitQueue<Entry, Caller extends { readonly id: string }> {
  readonly #database: Database;
  readonly #options: CommitQueueOptions<Entry, Caller>;
  #waiting: Job<Entry, Caller>[] = [];
  #working: Promise<void> | undefined;
  /** The last commit: settled once it is on the disk or has failed. */
  #last: Promise<void> = Promise.resolve();
  #hasFailed = false;

  constructor(database: Database, options: CommitQueueOptions<Entry, Caller>) {
    this.#database = database;
    this.#options = options;
  }

  /** Whether the last commit failed. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /**
   * Commits what `change` does, and with it the entries, which are made of its result. If it throws, neither is kept.
   *
   * @param caller - whose change it is. If they are over, nothing is changed and the error of `over` is thrown. Absent: it
   *   need not be anybody's, and may itself end callers.
   */
  write<T>(
    change: (transaction: Transaction) => Promise<T>,
    entries: (result: T) => readonly Entry[],
    caller?: Caller,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      let result: T;
      this.#add({
        isChange: true,
        run: async (transaction, live) => {
          if (caller === undefined) live.clear();
          else await this.#checkLive(transaction, caller, live);
          result = await transaction.savepoint(() => change(transaction));
          return entries(result);
        },
        done: () => resolve(result),
        failed: reject,
      });
    });
  }

  /**
   * Commits entries that go with no change. Resolves when they are on the disk.
   *
   * @param reader - whose entries they are. If they are over by then, nothing is committed and the error of `over` is thrown.
   */
  append(entries: readonly Entry[], reader?: Caller): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#add({ isChange: false, reader, run: async () => entries, done: resolve, failed: reject });
    });
  }

  /** Resolves when everything that was asked for so far is committed or has failed. */
  async idle(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
    await this.#last;
  }

  #add(job: Job<Entry, Caller>): void {
    this.#waiting.push(job);
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    // The next turn of the event loop: what the requests at hand ask for goes along.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      if (!this.#waiting.some(({ isChange }) => isChange)) await this.#last;
      const before = this.#last;
      const made = Promise.withResolvers<void>();
      this.#last = this.#commit(made.resolve).finally(made.resolve);
      await made.promise;
      await before;
      if (this.#waiting.length === 0) await new Promise(setImmediate);
    }
    this.#working = undefined;
  }

  /** Commits what waits, and calls `made` when that is all done but for the commit itself. */
  async #commit(made: () => void): Promise<void> {
    const batch: Job<Entry, Caller>[] = [];
    const refused = new Map<Job<Entry, Caller>, unknown>();
    const begun = performance.now();
    try {
      const committed = await this.#database.transaction(async (transaction) => {
        this.#options.waited?.((performance.now() - begun) / 1000);
        const ran = await this.#runJobs(transaction, batch, refused);
        const appended = await this.#options.log.append(transaction, this.#entriesOf(transaction, ran, refused));
        made();
        return appended;
      });
      committed();
      this.#hasFailed = false;
    } catch (error) {
      this.#hasFailed = true;
      const failure = this.#options.failed(error);
      // If there was not even a turn to write, it fails those who wait for it.
      const failed = batch.length > 0 ? batch : this.#waiting.splice(0, maxBatch.jobs);
      for (const job of failed) job.failed(failure);
      return;
    }
    for (const job of batch) {
      if (refused.has(job)) job.failed(refused.get(job));
      else job.done();
    }
  }

  /** Runs what waits, also what comes in meanwhile, until the batch is full. */
  async #runJobs(
    transaction: Transaction,
    batch: Job<Entry, Caller>[],
    refused: Map<Job<Entry, Caller>, unknown>,
  ): Promise<Map<Job<Entry, Caller>, readonly Entry[]>> {
    const ran = new Map<Job<Entry, Caller>, readonly Entry[]>();
    const live = new Set<string>();
    let count = 0;
    const end = performance.now() + maxBatch.ms;
    while (batch.length < maxBatch.jobs && count < maxBatch.entries && performance.now() < end) {
      const job = this.#waiting.shift();
      if (job === undefined) break;
      batch.push(job);
      try {
        const entries = await job.run(transaction, live);
        ran.set(job, entries);
        count += entries.length;
      } catch (error) {
        if (error instanceof TransactionLost) throw error;
        refused.set(job, error);
      }
    }
    return ran;
  }

  async #checkLive(transaction: Transaction, caller: Caller, live: Set<string>): Promise<void> {
    if (live.has(caller.id)) return;
    const error = (await this.#options.over(transaction, [caller])).get(caller.id);
    if (error !== undefined) throw error;
    live.add(caller.id);
  }

  /** The entries to be committed: without those of readers who are over. */
  async #entriesOf(
    transaction: Transaction,
    ran: ReadonlyMap<Job<Entry, Caller>, readonly Entry[]>,
    refused: Map<Job<Entry, Caller>, unknown>,
  ): Promise<Entry[]> {
    const readers = [...ran.keys()].flatMap(({ reader }) => reader ?? []);
    const over = await this.#options.over(transaction, readers);
    return [...ran].flatMap(([job, entries]) => {
      const error = job.reader && over.get(job.reader.id);
      if (error === undefined) return entries;
      refused.set(job, error);
      return [];
    });
  }
}
