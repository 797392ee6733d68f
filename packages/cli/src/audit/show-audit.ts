import type { AuditEvent, AuditEventsFilter, Client } from "@keyfold/client";
import { connect, type ServerFlags } from "../server/connect.ts";
import { type Cell, formatInstant, formatTable } from "../terminal/format.ts";
import { printResult } from "../terminal/print.ts";

export interface AuditFlags extends ServerFlags {
  action?: string;
  actor?: string;
  subject?: string;
  label?: string;
  address?: string;
  outcome?: "allowed" | "refused";
  /** ISO 8601. */
  since?: string;
  /** ISO 8601. */
  until?: string;
  /** How many rows at most. */
  limit: number;
  /** Whether the table has every column, with ids, however wide it becomes. */
  wide?: boolean;
}

/** Shows the team's audit log, the newest row first. */
export async function showAudit({ json, as, limit, wide, ...where }: AuditFlags): Promise<void> {
  const { client } = await connect({ as });
  const events = await readAudit(client, where, limit);
  printResult(json, events, () => {
    const columns = wide ? [...narrowColumns, ...wideColumns] : narrowColumns.filter(({ same }) => !same?.(where));
    const rows = events.map((event) => columns.map(({ cellOf }) => cellOf(event) ?? ""));
    const titles = columns.map(({ title }) => title);
    return formatTable(titles, rows, "There are no such rows.", wide ? undefined : wraps);
  });
}

const wraps = { SUBJECT: 0, TOKEN: 0, RUN: 0, FROM: 0, CODE: 0 };

interface Column {
  readonly title: string;
  readonly cellOf: (event: AuditEvent) => Cell | null | undefined;
  /** Whether a filter makes it the same in every row, and so not worth its place. */
  readonly same?: (where: Omit<AuditFlags, "limit">) => boolean;
}

const narrowColumns: readonly Column[] = [
  { title: "AT", cellOf: ({ at }) => formatInstant(at) },
  { title: "ACTION", cellOf: ({ action }) => action, same: ({ action }) => action !== undefined },
  { title: "SUBJECT", cellOf: (event) => nameOf(event), same: ({ subject }) => subject !== undefined },
  { title: "V", cellOf: ({ version }) => version?.toString() },
  // For a run this is the token that opened it.
  { title: "TOKEN", cellOf: (event) => (event.actor.startsWith("run:") ? detailOf(event, "openedBy") : event.actor) },
  { title: "RUN", cellOf: ({ label }) => label, same: ({ label }) => label !== undefined },
  { title: "FROM", cellOf: ({ address }) => address, same: ({ address }) => address !== undefined },
  { title: "CODE", cellOf: (event) => codeOf(event) },
];

const wideColumns: readonly Column[] = [
  { title: "ASKED", cellOf: ({ asked }) => asked },
  { title: "PROGRAM", cellOf: ({ agent }) => agent },
  { title: "SUBJECT ID", cellOf: (event) => (isId(event) ? event.subject : null) },
  { title: "ACTOR ID", cellOf: ({ actorId }) => actorId },
  { title: "REQUEST ID", cellOf: ({ requestId }) => requestId },
];

/** What the row is about by its name, where it has one: of a run that is its label, which has a column of its own. */
function nameOf(event: AuditEvent): string | null {
  return isId(event) ? detailOf(event, "name") : event.subject;
}

function isId({ action }: AuditEvent): boolean {
  return action.startsWith("run.") || action.startsWith("token.");
}

/** The code of a refusal, and below it why a signed token was not taken. */
function codeOf({ outcome, code, detail }: AuditEvent): Cell {
  const { reason, trusts } = Object(detail) as { reason?: unknown; trusts?: unknown };
  const why =
    typeof reason === "string" ? [reason, ...(Array.isArray(trusts) ? trusts.map(String) : [])].join(", ") : "";
  return outcome === "allowed" ? "ok" : [code ?? "", why].filter(Boolean);
}

function detailOf({ detail }: AuditEvent, key: string): string | null {
  const value = Object(detail)[key];
  return typeof value === "string" ? value : null;
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
    const page = await client.auditEvents({ where: { ...where, before: events.at(-1)?.id }, limit });
    events.push(...page);
    if (page.length < limit) break;
  }
  return events;
}
