import type { Kysely, SelectQueryBuilder } from "kysely";
import type { TeamCaller } from "../access/caller.ts";
import { type AuditRow, eventFromRow } from "../audit/audit-row.ts";
import type { Tables } from "../database/tables.ts";
import type { Audit_Bool_Exp } from "../generated/resolvers.ts";
import { ServerError } from "../server-error.ts";
import type { Operations } from "./operation.ts";
import { defaultPageRows, type Page, readPage } from "./page.ts";

/** The audit log, for the team that it is about. */
export const auditEvents: Operations<"auditEvents"> = {
  /**
   * Newest first. Calls without a known token belong to no team: the first team's admins, who keep the instance, see them.
   */
  auditEvents: {
    for: "token",
    action: "audit.list",
    run: async ({ server, token }, args) => {
      const page = readPage(args, defaultPageRows, server.limits.pageRows);
      const rows = await newestRows(server.database.reader, token, args.where ?? {}, page).execute();
      return rows.map(eventFromRow);
    },
  },
};

type Rows = SelectQueryBuilder<Tables, "audit_event", AuditRow>;

/**
 * A page of the newest rows. Those of no team are read apart, each along its index up to the page's end: a condition for
 * both would have the whole log sorted while nothing else is served.
 */
export function newestRows(
  query: Kysely<Tables>,
  { teamId, ofFirstTeam }: Pick<TeamCaller, "teamId" | "ofFirstTeam">,
  where: Audit_Bool_Exp,
  { limit, offset }: Page,
): Rows {
  const rowsOf = (team: string | null): Rows => {
    const rows = filtered(query.selectFrom("audit_event").selectAll(), where);
    const ofTeam = rows.where("team_id", team === null ? "is" : "=", team).orderBy("seq", "desc");
    // SQLite takes the order and the limit of a part of a union only one level down.
    return query.selectFrom(ofTeam.limit(offset + limit).as("audit_event")).selectAll();
  };
  const all = ofFirstTeam ? rowsOf(teamId).unionAll(rowsOf(null)) : rowsOf(teamId);
  return all.orderBy("seq", "desc").limit(limit).offset(offset);
}

function filtered(rows: Rows, { action, subject, actor, outcome, since, until, before }: Audit_Bool_Exp): Rows {
  let query = rows;
  if (typeof action === "string") query = query.where("action", "=", action);
  if (typeof subject === "string") query = query.where("subject", "=", subject);
  if (typeof actor === "string") query = query.where("actor", "=", actor);
  if (outcome) query = query.where("outcome", "=", outcome);
  if (typeof since === "number") query = query.where("at", ">=", since);
  if (typeof until === "number") query = query.where("at", "<", until);
  if (typeof before === "string") query = query.where("seq", "<", rowNumber(before));
  return query;
}

function rowNumber(id: string): number {
  const number = Number(id);
  if (/^\d{1,16}$/.test(id) && Number.isSafeInteger(number)) return number;
  throw new ServerError("BAD_INPUT", "before must be the id of an audit row.", "Use the last row's id of the page.");
}
