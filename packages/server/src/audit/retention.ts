import type { KeyObject } from "node:crypto";
import { sql } from "kysely";
import type { Database } from "../database/database.ts";
import { ServerError } from "../server-error.ts";
import type { Clock } from "../time/clock.ts";
import { inSlices, Repeated } from "../time/timed-work.ts";
import { readAnchor, writeAnchor } from "./audit-anchor.ts";
import type { AuditCall } from "./audit-entry.ts";
import type { AuditLog } from "./audit-log.ts";
import { type AuditRow, rowMac, startOfChain, streamLines } from "./audit-row.ts";
import { openAuditStream } from "./audit-stream.ts";
import type { EventIds } from "./event-ids.ts";

/** Rows that one transaction removes, at most: others wait for it. */
const sliceRows = 250;
/** Rows that always stay, so that the log's end can be checked. */
const minRows = 2;

/** For how long rows stay in the database, in milliseconds; undefined: for ever. */
export interface RetentionPlan {
  readonly auditMs: number | undefined;
  readonly runMs: number | undefined;
  /** The file that takes audit rows before they are removed. */
  readonly archive: string | undefined;
}

/**
 * Reads the settings of retention.
 *
 * @param auditDays - after how many days audit rows go; 0: never.
 * @param runDays - after how many days runs that are over go; 0: never.
 * @param archive - the file that takes audit rows.
 * @throws ServerError `SETTINGS_INVALID` for audit rows that would have to go without an archive.
 */
export function readRetention(auditDays: number, runDays: number, archive: string | undefined): RetentionPlan {
  if (auditDays > 0 && (archive === undefined || archive === "stdout")) throw noArchive();
  const msOf = (days: number): number | undefined => (days === 0 ? undefined : days * 86_400_000);
  return { auditMs: msOf(auditDays), runMs: msOf(runDays), archive };
}

export interface RetentionOptions {
  readonly database: Database;
  readonly audit: AuditLog;
  readonly auditKey: KeyObject;
  readonly eventIds: EventIds;
  readonly clock: Clock;
  readonly plan: RetentionPlan;
  /** How often to look for rows that are due, in milliseconds. */
  readonly everyMs: number;
  /** Gets what could not be done now. */
  readonly report: (error: unknown) => void;
}

/**
 * Removes audit rows and runs that are older than an instance keeps them, while the server serves. An audit row goes only
 * once the archive has it on the disk, and the anchor that is left says where the log goes on.
 */
export class Retention extends Repeated {
  readonly #options: RetentionOptions;

  constructor(options: RetentionOptions) {
    super((signal) => this.#run(signal), options.everyMs, options.report);
    this.#options = options;
    this.start();
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { plan, clock } = this.#options;
    const { auditMs, runMs } = plan;
    if (auditMs !== undefined) await inSlices(() => this.#archiveSome(clock() - auditMs), signal);
    if (runMs !== undefined) await inSlices(() => this.#removeRuns(clock() - runMs), signal);
  }

  /** Archives the oldest rows if they are from before a time, and removes them. Gives whether there may be more. */
  async #archiveSome(before: number): Promise<boolean> {
    const { database, audit, auditKey, eventIds, clock } = this.#options;
    const start = await readAnchor(database.reader, auditKey);
    const rows = await this.#dueRows(start?.seq ?? 0, before);
    const end = rows.at(-1);
    if (end === undefined) return false;
    checkChain(auditKey, start ?? { seq: 0, mac: startOfChain }, rows);
    await this.#archive(streamLines(rows, eventIds));
    const recorded = (removed: boolean): AuditCall[] => (removed ? [archived(rows)] : []);
    return audit.write(recorded, async ({ query }) => {
      // Another server of the instance may have been faster.
      if ((await readAnchor(query, auditKey))?.seq !== start?.seq) return false;
      const first = (start?.seq ?? 0) + 1;
      await query.deleteFrom("audit_event").where("seq", ">=", first).where("seq", "<=", end.seq).execute();
      await writeAnchor(query, auditKey, { seq: end.seq, mac: end.mac, archivedAt: clock() });
      return true;
    });
  }

  async #dueRows(after: number, before: number): Promise<AuditRow[]> {
    const { reader } = this.#options.database;
    const last = reader.selectFrom("audit_event").select("seq").orderBy("seq", "desc").limit(1);
    const newest = await last.executeTakeFirst();
    const rows = await reader
      .selectFrom("audit_event")
      .selectAll()
      .where("seq", ">", after)
      .where("seq", "<=", (newest?.seq ?? 0) - minRows)
      .orderBy("seq")
      .limit(sliceRows)
      .execute();
    const recent = rows.findIndex(({ at }) => at >= before);
    return recent === -1 ? rows : rows.slice(0, recent);
  }

  async #archive(lines: string): Promise<void> {
    const archive = await openAuditStream(this.#options.plan.archive, () => {});
    try {
      await archive?.write(lines);
      await archive?.sync();
    } finally {
      await archive?.reopen();
    }
  }

  async #removeRuns(before: number): Promise<boolean> {
    const end = sql<number>`coalesce(ended_at, expires_at)`;
    const removed = await this.#options.audit.write([], async ({ query }) => {
      const rows = await query.selectFrom("run").select("id").where(end, "<", before).limit(sliceRows).execute();
      const ids = rows.map(({ id }) => id);
      if (ids.length > 0) await query.deleteFrom("run").where("id", "in", ids).execute();
      return ids.length;
    });
    return removed === sliceRows;
  }
}

/** What was changed in the database must not go out of it as if it were the log. */
function checkChain(key: KeyObject, start: { seq: number; mac: Buffer }, rows: readonly AuditRow[]): void {
  let last = start;
  for (const row of rows) {
    if (row.seq !== last.seq + 1 || !rowMac(key, last.mac, row).equals(row.mac)) {
      throw new Error(`row ${last.seq + 1} of the audit log is not authentic: nothing is archived from there on`);
    }
    last = row;
  }
}

function archived(rows: readonly AuditRow[]): AuditCall {
  const detail = { from: rows[0]?.seq, to: rows.at(-1)?.seq };
  const call = { teamId: null, requestId: "retention", actor: "server", actorId: null, subject: null };
  return { ...call, action: "audit.archive", detail };
}

function noArchive(): ServerError {
  return new ServerError(
    "SETTINGS_INVALID",
    "Audit rows can't be removed after some days without an archive that takes them.",
    "Set server.audit_archive to a file, or let server.audit_stream be one.",
  );
}
