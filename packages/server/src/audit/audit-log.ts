import { type LiveCaller, liveCaller, overCallers } from "../access/live.ts";
import type { RowKeys } from "../access/row-keys.ts";
import { CommitQueue } from "../database/commit-queue.ts";
import type { Database, Transaction } from "../database/database.ts";
import { OutcomeUnknown } from "../database/errors.ts";
import { ServerError } from "../server-error.ts";
import type { Clock } from "../time/clock.ts";
import type { AuditChain } from "./audit-chain.ts";
import { type AuditCall, type AuditEntry, allowedEntry } from "./audit-entry.ts";
import { SecretReads } from "./secret-reads.ts";

const resumed: AuditCall = {
  teamId: null,
  requestId: "readiness",
  actor: "server",
  actorId: null,
  action: "audit.resume",
  subject: null,
};

const hourMs = 3_600_000;
/** Calls that are remembered to have been recorded: beyond them, some are recorded again. */
const maxRecorded = 10_000;

/** What the audit log works with, beside the database. */
export interface AuditLogOptions {
  readonly chain: AuditChain;
  readonly rowKeys: RowKeys;
  readonly clock: Clock;
  /** Gets what made a commit fail. */
  readonly report: (error: unknown) => void;
  /** Gets how many seconds each commit waited for its turn to write. */
  readonly waited?: (seconds: number) => void;
}

/** The way to write anything: what is changed or given out is committed together with its audit rows. */
export class AuditLog {
  readonly #queue: CommitQueue<AuditEntry, LiveCaller>;
  readonly #database: Database;
  readonly #chain: AuditChain;
  readonly #clock: Clock;
  /** What was recorded in an hour, by caller and action. */
  #recorded = { hour: 0, keys: new Set<string>() };

  constructor(database: Database, { chain, rowKeys, clock, report, waited }: AuditLogOptions) {
    this.#database = database;
    this.#chain = chain;
    this.#clock = clock;
    const reads = new SecretReads();
    this.#queue = new CommitQueue(database, {
      log: {
        append: async (transaction, entries) => {
          const appended = await chain.append(transaction, entries);
          const noted = await reads.note(transaction, await entries);
          return () => {
            noted();
            appended();
          };
        },
      },
      over: (queries, callers) => overCallers(queries, rowKeys, callers, clock()),
      failed: (cause) => {
        report(cause);
        return auditUnavailable(cause);
      },
      waited,
    });
  }

  /**
   * Commits what `change` does, and with it that the calls were allowed. If it throws, neither is kept.
   *
   * @param calls - a function where the log says what only the change knows, for example a version.
   * @param caller - who must still be live then: for changes that end nobody else who writes, other than a run, whose changes
   *   look at its row.
   * @throws ServerError `AUDIT_UNAVAILABLE` if it can't be committed; `UNAUTHENTICATED` if the caller is over by then; else
   *   what `change` throws.
   */
  write<T>(
    calls: readonly AuditCall[] | ((result: T) => readonly AuditCall[]),
    change: (transaction: Transaction) => Promise<T>,
    caller?: LiveCaller,
  ): Promise<T> {
    const entries = (result: T): AuditEntry[] => {
      const now = this.#clock();
      const made = typeof calls === "function" ? calls(result) : calls;
      return made.map((call) => allowedEntry(call, now));
    };
    return this.#queue.write(change, entries, caller && liveCaller(caller));
  }

  /**
   * Commits entries that go with no change: reads and refusals. Resolves when they are on the disk.
   *
   * @param caller - who must still be live then.
   * @throws ServerError `AUDIT_UNAVAILABLE` if they can't be committed; `RUN_ENDED`, `RUN_EXPIRED` or `UNAUTHENTICATED`, and
   *   nothing is recorded, if the caller is over by the time they are.
   */
  append(entries: readonly AuditEntry[], caller?: LiveCaller): Promise<void> {
    return this.#queue.append(entries, caller && liveCaller(caller));
  }

  /**
   * Commits that a call was allowed, unless one of the same caller and action was in this hour: for lists, which a page asks
   * for again and again.
   *
   * @throws ServerError `AUDIT_UNAVAILABLE` if it can't be committed.
   */
  async appendHourly(call: AuditCall): Promise<void> {
    const now = this.#clock();
    const hour = Math.floor(now / hourMs);
    if (hour !== this.#recorded.hour || this.#recorded.keys.size >= maxRecorded) {
      this.#recorded = { hour, keys: new Set() };
    }
    const { keys } = this.#recorded;
    const key = `${call.actorId} ${call.action}`;
    if (keys.has(key)) return;
    keys.add(key);
    try {
      await this.append([allowedEntry(call, now)]);
    } catch (error) {
      keys.delete(key);
      throw error;
    }
  }

  /**
   * Resolves if something can be recorded now.
   *
   * @throws ServerError `AUDIT_UNAVAILABLE` if not.
   */
  async checkReady(): Promise<void> {
    // After a failure only a row shows whether the log takes one again; it also marks where the gap ends.
    if (this.#queue.hasFailed) return this.append([allowedEntry(resumed, this.#clock())]);
    // Without a turn to write: whoever asks, nobody's commit waits for it.
    await this.#chain.checkHead(this.#database.reads).catch((cause: unknown) => {
      throw auditUnavailable(cause);
    });
  }

  /** Resolves when everything that was asked for so far is committed or has failed. */
  idle(): Promise<void> {
    return this.#queue.idle();
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
  return new ServerError("AUDIT_UNAVAILABLE", message, tip, { cause });
}
