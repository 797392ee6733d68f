import type { KeyObject } from "node:crypto";
import type { Kysely } from "kysely";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { readAnchor } from "./audit-anchor.ts";
import { type AuditProblem, cutOff, edited, problemWith, removed } from "./audit-problem.ts";
import { type AuditRow, startOfChain } from "./audit-row.ts";
import { goodSegments } from "./good-segments.ts";

export interface AuditReport {
  readonly ok: boolean;
  /** Rows that were found good. */
  readonly rows: number;
  /** The last good row's mac, in hex. Kept elsewhere, it shows at a later verify whether the log's end was cut off. */
  readonly head: string;
  /** Rows before these that were archived and not checked. Absent if there is none. */
  readonly archived?: number;
  readonly problem?: AuditProblem;
}

/** Few enough that rows with long details are not much in memory. */
const rowsPerPage = 500;

/**
 * Checks every row from the first, and with `head`, printed by an earlier verify or in a line of the stream, that the log
 * still holds its end.
 */
export async function verifyAudit(database: Database, key: KeyObject, head?: string): Promise<AuditReport> {
  const check = new ChainCheck(key, { head });
  await check.readOn(database.reader, database.file);
  return check.report();
}

export interface ChainCheckOptions {
  /** A mac, in hex, that a row must have. */
  readonly head?: string | undefined;
  /** Gets each good row that tells of what is in the database, and perhaps others. */
  readonly visit?: (row: Omit<AuditRow, "mac">) => void;
}

/** Checks a log from its first row, in as many parts as it is read in. */
export class ChainCheck {
  readonly #key: KeyObject;
  readonly #head: string | undefined;
  readonly #visit: ChainCheckOptions["visit"];
  #archived = 0;
  #last = { seq: 0, at: 0, mac: startOfChain };
  #headSeen: boolean;
  #problem: AuditProblem | undefined;

  constructor(key: KeyObject, { head, visit }: ChainCheckOptions = {}) {
    this.#key = key;
    this.#head = head?.toLowerCase();
    this.#visit = visit;
    this.#headSeen = head === undefined;
  }

  /** When the last row was written, in milliseconds since 1970. */
  get lastAt(): number {
    return this.#last.at;
  }

  /**
   * Reads from the last row that was found good to the log's end, or to the first row that is wrong.
   *
   * @param file - of an SQLite database: threads read from it, too.
   */
  async readOn(query: Kysely<Tables>, file?: string): Promise<void> {
    let isForThreads = file !== undefined;
    while (this.#problem === undefined) {
      const rows = await query
        .selectFrom("audit_event")
        .selectAll()
        // Rows with numbers below 1, too: lists would show one that was put there.
        .where("seq", ">", this.#last.seq === 0 ? Number.MIN_SAFE_INTEGER : this.#last.seq)
        .orderBy("seq")
        .limit(rowsPerPage)
        .execute();
      const [first] = rows;
      if (first !== undefined && first.seq !== this.#last.seq + 1 && (await this.#skipArchived(query))) continue;
      this.add(rows);
      if (rows.length < rowsPerPage) return;
      if (isForThreads && file !== undefined) await this.#takeSegments(query, file);
      isForThreads = false;
    }
  }

  /** Goes behind the segments that threads find good. What is wrong behind them is found without threads. */
  async #takeSegments(query: Kysely<Tables>, file: string): Promise<void> {
    const { max } = query.fn;
    const { end } = await query.selectFrom("audit_event").select(max("seq").as("end")).executeTakeFirstOrThrow();
    const checks = { file, key: this.#key, head: this.#head };
    for await (const { before, last, hasHead, rows } of goodSegments(checks, this.#last.seq, end)) {
      // The thread believed what was stored as the mac of the row before.
      if (before !== this.#last.mac.toString("hex")) return;
      for (const row of rows) this.#visit?.(row);
      this.#last = { ...last, mac: Buffer.from(last.mac, "hex") };
      this.#headSeen ||= hasHead;
    }
  }

  /** Takes the rows that follow, up to the first that is wrong. */
  add(rows: Iterable<AuditRow>): void {
    for (const row of rows) {
      this.#problem ??= problemWith(this.#key, this.#last, row, row.mac);
      if (this.#problem !== undefined) return;
      this.#last = { seq: row.seq, at: row.at, mac: row.mac };
      if (!this.#headSeen) this.#headSeen = row.mac.toString("hex") === this.#head;
      this.#visit?.(row);
    }
  }

  /** Goes on behind the rows that were archived, if the anchor says that there are more of them. */
  async #skipArchived(query: Kysely<Tables>): Promise<boolean> {
    const anchor = await readAnchor(query, this.#key);
    if (anchor === undefined || anchor.seq <= this.#last.seq) return false;
    const left = await query
      .selectFrom("audit_event")
      .select("seq")
      .where("seq", "<=", anchor.seq)
      .orderBy("seq")
      .limit(1)
      .executeTakeFirst();
    if (left !== undefined) {
      this.#problem = edited(left.seq);
      return true;
    }
    this.#archived = anchor.seq;
    this.#last = { seq: anchor.seq, at: anchor.archivedAt, mac: anchor.mac };
    return true;
  }

  /** What was found. */
  report(): AuditReport {
    const { seq, mac } = this.#last;
    const archived = this.#archived === 0 ? {} : { archived: this.#archived };
    const found = { rows: seq, head: mac.toString("hex"), ...archived };
    // The first row is written by init.
    const problem =
      this.#problem ?? (seq === 0 ? removed(1) : undefined) ?? (this.#headSeen ? undefined : cutOff(seq + 1));
    return problem === undefined ? { ok: true, ...found } : { ok: false, ...found, problem };
  }
}
