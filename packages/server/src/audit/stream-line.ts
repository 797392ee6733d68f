import type { AuditRow } from "./row-mac.ts";

/** A row as a line of JSON, with the fields of `auditEvents`, the team and the row's mac. */
export function streamLine(row: AuditRow): string {
  const fields = {
    id: String(row.seq),
    at: new Date(row.at).toISOString(),
    teamId: row.team_id,
    action: row.action,
    subject: row.subject,
    actor: row.actor,
    actorId: row.actor_id,
    outcome: row.outcome,
    code: row.code,
    requestId: row.request_id,
    mac: row.mac.toString("hex"),
  };
  return `${JSON.stringify(fields)}\n`;
}
