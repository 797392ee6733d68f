import type { AuditEvent } from "../generated/resolvers.ts";
import type { AuditRow } from "./row-mac.ts";

/** A row of the audit log as `auditEvents` and the stream show it. */
export function eventFromRow(row: AuditRow): AuditEvent {
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
