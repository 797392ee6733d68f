import { requireTeamToken } from "../access/require-role.ts";
import type { QueryRunsArgs, Run } from "../generated/resolvers.ts";
import { readPage, usualPage } from "../graphql/page.ts";
import type { RequestContext } from "../graphql/request-context.ts";

/** The team's runs, newest first. */
export async function listRuns({ server, caller }: RequestContext, args: Partial<QueryRunsArgs>): Promise<Run[]> {
  const { teamId } = requireTeamToken(caller);
  const page = readPage(args, usualPage, server.limits.pageRows);
  const now = server.clock();
  let query = server.database.reader.selectFrom("run").selectAll().where("team_id", "=", teamId);
  const { id, live } = args.where ?? {};
  if (typeof id === "string") query = query.where("id", "=", id);
  if (live === true) query = query.where("ended_at", "is", null).where("expires_at", ">", now);
  if (live === false) {
    query = query.where((row) => row.or([row("ended_at", "is not", null), row("expires_at", "<=", now)]));
  }
  const rows = await query.orderBy("opened_at", "desc").orderBy("id").limit(page.limit).offset(page.offset).execute();
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    allow: row.allow === null ? null : (JSON.parse(row.allow) as string[]),
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    live: row.ended_at === null && row.expires_at > now,
  }));
}
