import type { AuditEvent, AuditEventsFilter, Client } from "@keyfold/client";

/** Rows that are asked for at a time. */
const rowsPerPage = 1000;

/**
 * The newest rows of the audit log that fit a filter, the newest first; rows that are written meanwhile don't move
 * them.
 */
export async function readAudit(
  client: Client,
  where: NonNullable<AuditEventsFilter["where"]>,
  most: number,
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  while (events.length < most) {
    const limit = Math.min(rowsPerPage, most - events.length);
    const before = events.at(-1)?.id;
    const page = await client.auditEvents({ where: { ...where, ...(before ? { before } : {}) }, limit });
    events.push(...page);
    if (page.length < limit) break;
  }
  return events;
}
