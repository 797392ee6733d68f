import { type KeyObject, timingSafeEqual } from "node:crypto";
import type { Kysely } from "kysely";
import type { Tables } from "../database/tables.ts";
import { type AuditRow, rowMac, startOfChain } from "./audit-row.ts";

export interface AuditReport {
  readonly ok: boolean;
  /** Rows that were found good. */
  readonly rows: number;
  /** The last good row's mac, in hex. Kept elsewhere, it shows at a later verify whether the log's end was cut off. */
  readonly head: string;
  readonly problem?: AuditProblem;
}

interface AuditProblem {
  /** The first row that is wrong. */
  readonly row: number;
  readonly kind: "removed" | "edited or moved" | "cut off";
  readonly message: string;
}

const rowsPerPage = 1000;

/** Checks every row from the first, and with `head`, printed by an earlier verify, that the log still holds its end. */
export async function verifyAudit(query: Kysely<Tables>, key: KeyObject, head?: string): Promise<AuditReport> {
  let last = { seq: 0, mac: startOfChain };
  let headSeen = head === undefined;
  // Before the first row, too: what was put there is in every list.
  let from = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const rows = await query
      .selectFrom("audit_event")
      .selectAll()
      .where("seq", ">", from)
      .orderBy("seq")
      .limit(rowsPerPage)
      .execute();
    for (const row of rows) {
      const problem = problemWith(key, last, row);
      if (problem !== undefined) return { ok: false, ...good(last), problem };
      last = { seq: row.seq, mac: row.mac };
      headSeen ||= row.mac.toString("hex") === head?.toLowerCase();
    }
    if (rows.length < rowsPerPage) break;
    from = last.seq;
  }
  // The first row is written by init.
  if (last.seq === 0) return { ok: false, ...good(last), problem: removed(1) };
  if (!headSeen) return { ok: false, ...good(last), problem: cutOff(last.seq + 1) };
  return { ok: true, ...good(last) };
}

function problemWith(key: KeyObject, last: { seq: number; mac: Buffer }, row: AuditRow): AuditProblem | undefined {
  const expected = last.seq + 1;
  if (row.seq > expected) return removed(expected);
  const mac = rowMac(key, last.mac, row);
  const good = row.seq === expected && hasTypes(row) && mac.length === row.mac.length && timingSafeEqual(mac, row.mac);
  if (good) return undefined;
  return { row: row.seq, kind: "edited or moved", message: `Row ${row.seq} is not what the server wrote there.` };
}

/** SQLite keeps bytes in a column of strings, too: no query for the string finds them, but they have the same mac. */
function hasTypes({ seq, at, version, format, mac, ...strings }: AuditRow): boolean {
  const allStrings = Object.values(strings).every((string) => string === null || typeof string === "string");
  const hasNumbers = typeof at === "number" && typeof format === "number" && typeof (version ?? 0) === "number";
  return Buffer.isBuffer(mac) && hasNumbers && allStrings;
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

function good(last: { seq: number; mac: Buffer }): { rows: number; head: string } {
  return { rows: last.seq, head: last.mac.toString("hex") };
}
