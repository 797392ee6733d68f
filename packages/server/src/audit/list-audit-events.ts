import { requireTeamToken } from "../access/require-role.ts";
import type { AuditEvent, QueryAuditEventsArgs } from "../generated/resolvers.ts";
import { readPage, usualPage } from "../graphql/page.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { ServerError } from "../server-error.ts";
import { eventFromRow } from "./event-from-row.ts";

/**
 * The team's audit rows, newest first. Calls without a known token belong to no team: the first team's admins, who keep
 * the instance, see them.
 */
export async function listAuditEvents(
  { server, caller }: RequestContext,
  args: Partial<QueryAuditEventsArgs>,
): Promise<AuditEvent[]> {
  const { teamId, ofFirstTeam } = requireTeamToken(caller);
  const page = readPage(args, usualPage, server.limits.pageRows);
  const { action, subject, actor, outcome, since, until, before } = args.where ?? {};
  let query = server.database.reader.selectFrom("audit_event").selectAll();
  query = ofFirstTeam
    ? query.where((row) => row.or([row("team_id", "=", teamId), row("team_id", "is", null)]))
    : query.where("team_id", "=", teamId);
  if (typeof action === "string") query = query.where("action", "=", action);
  if (typeof subject === "string") query = query.where("subject", "=", subject);
  if (typeof actor === "string") query = query.where("actor", "=", actor);
  if (outcome) query = query.where("outcome", "=", outcome);
  if (typeof since === "number") query = query.where("at", ">=", since);
  if (typeof until === "number") query = query.where("at", "<", until);
  if (typeof before === "string") query = query.where("seq", "<", rowNumber(before));
  const rows = await query.orderBy("seq", "desc").limit(page.limit).offset(page.offset).execute();
  return rows.map(eventFromRow);
}

function rowNumber(id: string): number {
  const number = Number(id);
  if (/^\d{1,16}$/.test(id) && Number.isSafeInteger(number)) return number;
  throw new ServerError("BAD_INPUT", "before must be the id of an audit row.", "Use the last row's id of the page.");
}
