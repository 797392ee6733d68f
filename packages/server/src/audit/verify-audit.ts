import type { KeyObject } from "node:crypto";
import type { Kysely } from "kysely";
import type { Tables } from "../database/tables.ts";
import { isSameMac } from "../encode-fields.ts";
import { readAnchor } from "./audit-anchor.ts";
import { type AuditRow, rowMac, startOfChain } from "./audit-row.ts";

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

interface AuditProblem {
  /** The first row that is wrong. */
  readonly row: number;
  readonly kind: "removed" | "edited or moved" | "cut off";
  readonly message: string;
}

/** Few enough that rows with long details are not much in memory. */
const rowsPerPage = 500;

/**
 * Checks every row from the first, and with `head`, printed by an earlier verify or in a line of the stream, that the log
 * still holds its end.
 */
export async function verifyAudit(query: Kysely<Tables>, key: KeyObject, head?: string): Promise<AuditReport> {
  const check = new ChainCheck(key, { head });
  await check.readOn(query);
  return check.report();
}

export interface ChainCheckOptions {
  /** A mac, in hex, that a row must have. */
  readonly head?: string | undefined;
  /** Gets each row that was found good. */
  readonly visit?: (row: AuditRow) => void;
}

/** Checks a log from its first row, in as many parts as it is read in. */
export class ChainCheck {
  readonly #key: KeyObject;
  readonly #options: ChainCheckOptions;
  #archived = 0;
  #last = { seq: 0, at: 0, mac: startOfChain };
  #headSeen: boolean;
  #problem: AuditProblem | undefined;

  constructor(key: KeyObject, options: ChainCheckOptions = {}) {
    this.#key = key;
    this.#options = options;
    this.#headSeen = options.head === undefined;
  }

  /** When the last row was written, in milliseconds since 1970. */
  get lastAt(): number {
    return this.#last.at;
  }

  /** Reads from the last row that was found good to the log's end, or to the first row that is wrong. */
  async readOn(query: Kysely<Tables>): Promise<void> {
    for (;;) {
      if (this.#problem !== undefined) return;
      const rows = await query
        .selectFrom("audit_event")
        .selectAll()
        // Before the first row, too: what was put there is in every list.
        .where("seq", ">", this.#last.seq === 0 ? Number.MIN_SAFE_INTEGER : this.#last.seq)
        .orderBy("seq")
        .limit(rowsPerPage)
        .execute();
      const [first] = rows;
      if (first !== undefined && first.seq !== this.#last.seq + 1 && (await this.#skipArchived(query))) continue;
      this.add(rows);
      if (rows.length < rowsPerPage) return;
    }
  }

  /** Takes the rows that follow, up to the first that is wrong. */
  add(rows: Iterable<AuditRow>): void {
    for (const row of rows) {
      this.#problem ??= problemWith(this.#key, this.#last, row);
      if (this.#problem !== undefined) return;
      this.#last = { seq: row.seq, at: row.at, mac: row.mac };
      this.#headSeen ||= row.mac.toString("hex") === this.#options.head?.toLowerCase();
      this.#options.visit?.(row);
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

function problemWith(key: KeyObject, last: { seq: number; mac: Buffer }, row: AuditRow): AuditProblem | undefined {
  const expected = last.seq + 1;
  if (row.seq > expected) return removed(expected);
  const mac = rowMac(key, last.mac, row);
  const good = row.seq === expected && hasTypes(row) && isSameMac(row.mac, mac);
  return good ? undefined : edited(row.seq);
}

/** SQLite keeps bytes in a column of strings, too: no query for the string finds them, but they have the same mac. */
function hasTypes({ seq, at, version, format, mac, ...strings }: AuditRow): boolean {
  const allStrings = Object.values(strings).every((string) => string === null || typeof string === "string");
  const hasNumbers = typeof at === "number" && typeof format === "number" && typeof (version ?? 0) === "number";
  return Buffer.isBuffer(mac) && hasNumbers && allStrings;
}

function edited(row: number): AuditProblem {
  return { row, kind: "edited or moved", message: `Row ${row} is not what the server wrote there.` };
}

function removed(row: number): AuditProblem {
  return { row, kind: "removed", message: `Row ${row} is not there.` };
}

function cutOff(row: number): AuditProblem {
  return {
    row,
    kind: "cut off",
    message: `The row with the given head is gone: the log was cut off before row ${row}.`,
  };
}
