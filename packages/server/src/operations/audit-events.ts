import { type RawBuilder, sql } from "kysely";
import type { TeamCaller } from "../access/caller.ts";
import { eventFromRow, type ListedAuditRow } from "../audit/audit-row.ts";
import type { EventIds } from "../audit/event-ids.ts";
import type { Audit_Bool_Exp } from "../generated/resolvers.ts";
import { ServerError } from "../server-error.ts";
import { mapInTurns } from "./in-turns.ts";
import { filterOf, type Listing, type ListReader, readRows } from "./lists.ts";
import type { Operations } from "./operation.ts";
import { defaultPageRows, readPage } from "./page.ts";

/** The audit log, for the team that it is about. */
export const auditEvents: Operations<"auditEvents"> = {
  /**
   * Newest first. Calls without a known token belong to no team: the first team's admins, who keep the instance, see them.
   */
  auditEvents: {
    for: "token",
    action: "audit.list",
    run: ({ server, token, lists }, args) => {
      const page = readPage(args, defaultPageRows, server.limits.pageRows);
      const where = args.where ?? {};
      const after = typeof where.before === "string" ? [rowNumber(server.eventIds, where.before)] : undefined;
      return lists.read(token.id, async (reader) => {
        const times = await rowsBetween(reader, where);
        const rows = await readRows<ListedAuditRow>(reader, { ...listingOf(token, where, times), after }, page);
        return mapInTurns(lists, rows, (row) => eventFromRow(row, server.eventIds));
      });
    },
  },
};

const columns = sql`seq, at, action, subject, asked, outcome, code, actor, actor_id, label, version, address, agent,
  detail, request_id`;

/**
 * Along the index of the rows' team, or of those of its rows that are few: the refused ones, and those of actions other than
 * reads. Reads are most of the log; an index of theirs would be written with each.
 */
function listingOf(
  { teamId, ofFirstTeam }: Pick<TeamCaller, "teamId" | "ofFirstTeam">,
  { action, subject, actor, label, address, outcome, since, until }: Audit_Bool_Exp,
  times: readonly RawBuilder<boolean>[],
): Listing {
  const refused = outcome === "refused";
  const byAction = typeof action === "string" && action !== "secret.read" && !refused;
  // Written as in the index: with a parameter, the planner would not see that the index has these rows.
  const indexed = refused ? [sql`outcome = 'refused'`] : byAction ? [sql`action <> 'secret.read'`] : [];
  const teams = ofFirstTeam ? [teamId, null] : [teamId];

  const others: RawBuilder<boolean>[] = [];
  if (typeof action === "string" && !byAction) others.push(sql`action = ${action}`);
  if (outcome === "allowed") others.push(sql`outcome = 'allowed'`);
  if (typeof subject === "string") others.push(sql`subject = ${subject}`);
  if (typeof actor === "string") others.push(sql`actor = ${actor}`);
  if (typeof label === "string") others.push(sql`label = ${label}`);
  if (typeof address === "string") others.push(sql`address = ${address}`);
  if (typeof since === "number") others.push(sql`at >= ${since}`);
  if (typeof until === "number") others.push(sql`at < ${until}`);
  return {
    table: "audit_event",
    columns,
    parts: teams.map((team) => ({
      where: [...indexed, ...times],
      lead: [{ column: "team_id", value: team }, ...(byAction ? [{ column: "action", value: action }] : [])],
    })),
    key: ["seq"],
    order: "desc",
    filter: filterOf(others),
  };
}

/** How far the clocks of an instance's servers may be apart, in milliseconds. */
const clocksApartMs = 3_600_000;

/** Between which rows the log has those of a time, as its times grow with its rows. */
async function rowsBetween(reader: ListReader, { since, until }: Audit_Bool_Exp): Promise<RawBuilder<boolean>[]> {
  const bounds: RawBuilder<boolean>[] = [];
  if (typeof since === "number") bounds.push(sql`seq >= ${await firstSince(reader, since - clocksApartMs)}`);
  if (typeof until === "number") bounds.push(sql`seq < ${await firstSince(reader, until + clocksApartMs)}`);
  return bounds;
}

/** The number of the first row of a time or later, by halves: one statement for each of them. */
async function firstSince({ read }: ListReader, time: number): Promise<number> {
  type Row = { readonly seq: number; readonly at: number };
  const [first] = await read(sql<Row>`select seq, at from audit_event order by seq limit 1`);
  const [last] = await read(sql<Row>`select seq, at from audit_event order by seq desc limit 1`);
  let [low, high] = [first?.seq ?? 0, (last?.seq ?? 0) + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [row] = await read(sql<Row>`select seq, at from audit_event where seq >= ${middle} order by seq limit 1`);
    if (row === undefined || row.at >= time) high = middle;
    else low = row.seq + 1;
  }
  return low;
}

function rowNumber(ids: EventIds, id: string): number {
  const number = ids.open(id);
  if (number !== undefined) return number;
  throw new ServerError("BAD_INPUT", "before must be the id of an audit row.", "Use the last row's id of the page.");
}
