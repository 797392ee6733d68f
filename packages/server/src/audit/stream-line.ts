import { eventFromRow } from "./event-from-row.ts";
import type { AuditRow } from "./row-mac.ts";

/** A row as a line of JSON, with the fields of `auditEvents`, the team and the row's mac. */
export function streamLine(row: AuditRow): string {
  const at = new Date(row.at).toISOString();
  return `${JSON.stringify({ ...eventFromRow(row), at, teamId: row.team_id, mac: row.mac.toString("hex") })}\n`;
}
