import { runEnded } from "../access/authenticate.ts";
import type { Database, Transaction } from "../database/database.ts";
import { OutcomeUnknown } from "../database/outcome-unknown.ts";
import { TransactionLost } from "../database/transaction-lost.ts";
import { liveRuns } from "../runs/live-runs.ts";
import { ServerError } from "../server-error.ts";
import type { Clock } from "../time/clock.ts";
import type { AuditChain, ChainHead } from "./audit-chain.ts";
import { type AuditCall, type AuditEntry, allowedEntry } from "./audit-entry.ts";

/** What shares one commit, at most: others wait for it, on every server of the instance. */
const largestBatch = { jobs: 256, rows: 4096, ms: 1000 };

const resumed: AuditCall = {
  teamId: null,
  requestId: "readiness",
  actor: "server",
  actorId: null,
  action: "audit.resume",
  subject: null,
};

interface Job {
  /** The run that must be live when the entries are recorded. */
  readonly inRun?: string | undefined;
  /** The entries to be recorded; throws what the call is refused with, having changed nothing. */
  run(transaction: Transaction): Promise<readonly AuditEntry[]>;
  done(): void;
  failed(error: unknown): void;
}

/**
 * The only writer. Each write is committed together with its audit rows, and whatever came in while the commit before
 * was on its way to the disk shares the next one: a durable audit costs one flush for many requests.
 */
export class Recorder {
  readonly #database: Database;
  readonly #chain: AuditChain;
  readonly #clock: Clock;
  readonly #report: (error: unknown) => void;
  #waiting: Job[] = [];
  #working: Promise<void> | undefined;
  #failed = false;

  constructor(database: Database, chain: AuditChain, clock: Clock, report: (error: unknown) => void) {
    this.#database = database;
    this.#chain = chain;
    this.#clock = clock;
    this.#report = report;
  }

  /** Commits what `change` does, and with it that the calls were allowed. If it throws, neither is kept. */
  write<T>(calls: readonly AuditCall[], change: (transaction: Transaction) => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      let result: T;
      this.#add({
        run: async (transaction) => {
          result = await transaction.savepoint(() => change(transaction));
          const now = this.#clock();
          return calls.map((call) => allowedEntry(call, now));
        },
        done: () => resolve(result),
        failed: reject,
      });
    });
  }

  /**
   * Commits entries that go with no change: reads and refusals. Resolves when they are on the disk. Those of a read name
   * its run: if that is over by then, whatever was on its way, nothing is recorded and `RUN_ENDED` is thrown.
   */
  append(entries: readonly AuditEntry[], inRun?: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#add({ inRun, run: async () => entries, done: resolve, failed: reject });
    });
  }

  /** Throws `AUDIT_UNAVAILABLE` if nothing could be recorded now. */
  async checkReady(): Promise<void> {
    // After a failure only a row shows whether the log takes one again; it also marks where the gap ends.
    if (this.#failed) return this.append([allowedEntry(resumed, this.#clock())]);
    await this.write([], (transaction) => this.#chain.checkHead(transaction));
  }

  /** Resolves when everything that was asked for so far is committed or has failed. */
  async idle(): Promise<void> {
    while (this.#working !== undefined) await this.#working;
  }

  #add(job: Job): void {
    this.#waiting.push(job);
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    // The next turn of the event loop: what the requests at hand ask for goes along.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      await this.#commit();
      if (this.#waiting.length === 0) await new Promise(setImmediate);
    }
    this.#working = undefined;
  }

  async #commit(): Promise<void> {
    const batch: Job[] = [];
    const refused = new Map<Job, unknown>();
    try {
      let head: ChainHead | undefined;
      await this.#database.transaction(async (transaction) => {
        const entries = await this.#runJobs(transaction, batch, refused);
        if (entries.length > 0) head = await this.#chain.append(transaction, entries);
      });
      if (head !== undefined) this.#chain.committed(head);
      this.#failed = false;
    } catch (error) {
      this.#failed = true;
      this.#report(error);
      // If there was not even a turn to write, it fails those who wait for it.
      const failed = batch.length > 0 ? batch : this.#waiting.splice(0, largestBatch.jobs);
      for (const job of failed) job.failed(auditUnavailable(error));
      return;
    }
    for (const job of batch) {
      if (refused.has(job)) job.failed(refused.get(job));
      else job.done();
    }
  }

  /** Runs what waits, also what comes in meanwhile, until the batch is full. Gives the entries to be recorded. */
  async #runJobs(transaction: Transaction, batch: Job[], refused: Map<Job, unknown>): Promise<AuditEntry[]> {
    const ran: { readonly job: Job; readonly entries: readonly AuditEntry[] }[] = [];
    let rows = 0;
    const end = performance.now() + largestBatch.ms;
    while (batch.length < largestBatch.jobs && rows < largestBatch.rows && performance.now() < end) {
      const job = this.#waiting.shift();
      if (job === undefined) break;
      batch.push(job);
      try {
        const entries = await job.run(transaction);
        ran.push({ job, entries });
        rows += entries.length;
      } catch (error) {
        if (error instanceof TransactionLost) throw error;
        refused.set(job, error);
      }
    }
    const runs = ran.flatMap(({ job }) => job.inRun ?? []);
    const live = await liveRuns(transaction.query, runs, this.#clock());
    return ran.flatMap(({ job, entries }) => {
      if (job.inRun === undefined || live.has(job.inRun)) return entries;
      refused.set(job, runEnded());
      return [];
    });
  }
}

function auditUnavailable(cause: unknown): ServerError {
  const [message, tip] =
    cause instanceof OutcomeUnknown
      ? [`The request was refused: ${cause.message}`, cause.tip]
      : [
          "The audit log can't be written, so the request was refused and nothing was changed or given out.",
          "See the server's own log for the reason, for example a full disk.",
        ];
  return new ServerError("AUDIT_UNAVAILABLE", message, tip, cause);
}
