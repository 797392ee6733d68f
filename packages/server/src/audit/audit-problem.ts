import type { KeyObject } from "node:crypto";
import { isSameMac } from "../encode-fields.ts";
import { type AuditRow, rowMac } from "./audit-row.ts";

/** What is wrong with a log. */
export interface AuditProblem {
  /** The first row that is wrong. */
  readonly row: number;
  readonly kind: "removed" | "edited or moved" | "cut off";
  readonly message: string;
}

/**
 * What is wrong with a row behind another; undefined: it is what the server wrote there.
 *
 * @param last - the row before, which is good.
 * @param mac - what is stored as the row's mac.
 */
export function problemWith(
  key: KeyObject,
  last: Pick<AuditRow, "seq" | "mac">,
  row: Omit<AuditRow, "mac">,
  mac: Buffer,
): AuditProblem | undefined {
  const expected = last.seq + 1;
  if (row.seq > expected) return removed(expected);
  const good = row.seq === expected && hasTypes(row) && isSameMac(mac, rowMac(key, last.mac, row));
  return good ? undefined : edited(row.seq);
}

/** SQLite keeps bytes in a column of strings, too: no query for the string finds them, but they have the same mac. */
function hasTypes(row: Omit<AuditRow, "mac">): boolean {
  const { at, format, version, team_id, request_id, actor, actor_id, action, subject, outcome, code } = row;
  const { label, address, agent, asked, detail } = row;
  const strings = [team_id, request_id, actor, actor_id, action, subject, outcome, code];
  strings.push(label, address, agent, asked, detail);
  const isString = (field: unknown) => field === null || typeof field === "string";
  return strings.every(isString) && [at, format, version ?? 0].every((field) => typeof field === "number");
}

/** A row that was changed, or stands where another was written. */
export function edited(row: number): AuditProblem {
  return { row, kind: "edited or moved", message: `Row ${row} is not what the server wrote there.` };
}

/** A row that is missing between others. */
export function removed(row: number): AuditProblem {
  return { row, kind: "removed", message: `Row ${row} is not there.` };
}

/** The newest rows are missing: `row` is the first of them. */
export function cutOff(row: number): AuditProblem {
  return {
    row,
    kind: "cut off",
    message: `The row with the given head is gone: the log was cut off before row ${row}.`,
  };
}
