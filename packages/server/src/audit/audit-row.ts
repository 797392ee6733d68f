import { createHmac, type KeyObject } from "node:crypto";
import type { Selectable } from "kysely";
import type { Tables } from "../database/tables.ts";
import { encodeFields } from "../encode-fields.ts";
import type { AuditEvent } from "../generated/resolvers.ts";

/** A row of the audit log as it is stored. */
export type AuditRow = Selectable<Tables["audit_event"]>;

/** How the macs of new rows are made. */
export const auditFormat = 2;

/** What the first row is chained to. */
export const startOfChain: Buffer = Buffer.alloc(32);

/**
 * Authenticates a row and, by the mac of the row before it, everything before it. Whoever can write to the database but
 * has no key can't make one.
 */
export function rowMac(key: KeyObject, previous: Uint8Array, row: Omit<AuditRow, "mac">): Buffer {
  const { seq, at, team_id, request_id, actor, actor_id, action, subject, outcome, code } = row;
  const first = [previous, seq, at, team_id, request_id, actor, actor_id, action, subject, outcome, code];
  const { version, label, address, agent, asked, detail, format } = row;
  const more = [version, label, address, agent, asked, detail];
  // A row of before has nothing in the fields that its mac does not cover.
  const isOld = format === 1 && more.every((field) => field === null);
  const bytes = encodeFields(
    isOld ? ["keyfold audit 1", ...first] : [`keyfold audit ${auditFormat}`, ...first, ...more],
  );
  // Faster than `digest()`, which makes a buffer with memory of its own.
  return Buffer.from(createHmac("sha256", key).update(bytes).digest("binary"), "binary");
}

/** What of a row `auditEvents` and the stream show. */
export type ListedAuditRow = Pick<
  AuditRow,
  "seq" | "at" | "action" | "subject" | "actor" | "actor_id" | "outcome" | "code" | "request_id"
>;

/** A row of the audit log as `auditEvents` and the stream show it. */
export function eventFromRow(row: ListedAuditRow): AuditEvent {
  return {
    id: String(row.seq),
    at: row.at,
    action: row.action,
    subject: row.subject,
    actor: row.actor,
    actorId: row.actor_id,
    outcome: row.outcome,
    code: row.code,
    requestId: row.request_id,
  };
}

/** A row as a line of JSON, with the fields of `auditEvents`, the team and the row's mac. */
export function streamLine(row: AuditRow): string {
  const at = new Date(row.at).toISOString();
  return `${JSON.stringify({ ...eventFromRow(row), at, teamId: row.team_id, mac: row.mac.toString("hex") })}\n`;
}
