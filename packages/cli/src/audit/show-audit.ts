import type { AuditEvent, AuditEventsFilter, Client } from "@keyfold/client";
import { connect } from "../server/connect.ts";
import { formatInstant, formatTable } from "../terminal/format.ts";
import { type JsonFlag, printResult } from "../terminal/print.ts";

export interface AuditFlags extends JsonFlag {
  action?: string;
  actor?: string;
  subject?: string;
  outcome?: "allowed" | "refused";
  /** ISO 8601. */
  since?: string;
  /** How many rows at most. */
  limit: number;
}

/** Shows the team's audit log, the newest row first. */
export async function showAudit({ json, limit, ...where }: AuditFlags): Promise<void> {
  const { client } = await connect();
  const events = await readAudit(client, where, limit);
  const rows = events.map(({ at, action, subject, actor, outcome, code }) => [
    formatInstant(at),
    action,
    subject ?? "",
    actor,
    outcome,
    code ?? "",
  ]);
  const heading = ["AT", "ACTION", "SUBJECT", "ACTOR", "OUTCOME", "CODE"];
  printResult(json, events, () => formatTable(heading, rows, "There are no such rows."));
}

const rowsPerPage = 1000;

/** The newest rows that fit a filter, the newest first; rows that are written meanwhile don't move them. */
async function readAudit(
  client: Client,
  where: NonNullable<AuditEventsFilter["where"]>,
  max: number,
): Promise<AuditEvent[]> {
  const events: AuditEvent[] = [];
  while (events.length < max) {
    const limit = Math.min(rowsPerPage, max - events.length);
    const before = events.at(-1)?.id;
    const page = await client.auditEvents({ where: { ...where, ...(before ? { before } : {}) }, limit });
    events.push(...page);
    if (page.length < limit) break;
  }
  return events;
}
