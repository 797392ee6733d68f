import type { KeyObject } from "node:crypto";
import type { Selectable } from "kysely";
import type { Tables } from "../database/tables.ts";
import { fieldsMac } from "../encode-fields.ts";
import type { AuditEvent } from "../generated/resolvers.ts";
import type { EventIds } from "./event-ids.ts";

/** A row of the audit log as it is stored. */
export type AuditRow = Selectable<Tables["audit_event"]>;

/** The columns of a row. */
export const auditColumns = [
  "seq",
  "at",
  "team_id",
  "request_id",
  "actor",
  "actor_id",
  "action",
  "subject",
  "outcome",
  "code",
  "version",
  "label",
  "address",
  "agent",
  "asked",
  "detail",
  "format",
  "mac",
] as const;

/** How the macs of new rows are made. */
export const auditFormat = 2;

/** Fields of a mac of format 1: the first of those of the newest. */
const oldFields = 12;
const macName = `keyfold audit ${auditFormat}`;

/** What the first row is chained to. */
export const startOfChain: Buffer = Buffer.alloc(32);

/**
 * Authenticates a row and, by the mac of the row before it, everything before it. Whoever can write to the database but
 * has no key can't make one.
 */
export function rowMac(key: KeyObject, previous: Uint8Array, row: Omit<AuditRow, "mac">): Buffer {
  const { seq, at, team_id: team, request_id: request, actor, actor_id: actorId, action, subject, outcome, code } = row;
  const { version, label, address, agent, asked, detail, format } = row;
  const fields = [macName, previous, seq, at, team, request, actor, actorId, action, subject, outcome, code];
  fields.push(version, label, address, agent, asked, detail);
  // A row of before has nothing in the fields that its mac does not cover.
  const isOld = format === 1 && fields.slice(oldFields).every((field) => field === null);
  return fieldsMac(key, isOld ? ["keyfold audit 1", ...fields.slice(1, oldFields)] : fields);
}

/** What of a row `auditEvents` shows. */
export type ListedAuditRow = Omit<AuditRow, "team_id" | "format" | "mac">;

/** A row of the audit log as `auditEvents` shows it. */
export function eventFromRow(row: ListedAuditRow, ids: EventIds): AuditEvent {
  return {
    id: ids.seal(row.seq),
    at: row.at,
    action: row.action,
    subject: row.subject,
    asked: row.asked,
    outcome: row.outcome,
    code: row.code,
    actor: row.actor,
    actorId: row.actor_id,
    label: row.label,
    version: row.version,
    address: row.address,
    agent: row.agent,
    detail: row.detail === null ? null : JSON.parse(row.detail),
    requestId: row.request_id,
  };
}

/** Rows as lines of JSON: what `auditEvents` shows of each, and all that its mac covers. */
export function streamLines(rows: readonly AuditRow[], ids: EventIds): string {
  const lines = rows.map((row) => {
    const { seq, format, team_id: teamId } = row;
    const at = new Date(row.at).toISOString();
    return `${JSON.stringify({ seq, ...eventFromRow(row, ids), at, teamId, format, mac: row.mac.toString("hex") })}\n`;
  });
  return lines.join("");
}

/** Bytes of a row's `detail`: nobody fills the log with one request. */
const maxDetailBytes = 4096;

/** `detail` as it is stored. Where it is too long, lists of strings are cut, and `omitted` says by how many strings. */
export function serializeDetail(detail: object): string {
  const whole = JSON.stringify(detail);
  if (Buffer.byteLength(whole) <= maxDetailBytes) return whole;
  let left = maxDetailBytes;
  let omitted = 0;
  const fits = (item: unknown): boolean => {
    if (typeof item === "string") left -= Buffer.byteLength(JSON.stringify(item)) + 1;
    if (left < 0) omitted += 1;
    return left >= 0;
  };
  const cut = JSON.stringify(detail, (_key, value: unknown) => (Array.isArray(value) ? value.filter(fits) : value));
  return JSON.stringify({ ...JSON.parse(cut), omitted });
}
