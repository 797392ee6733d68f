import { requireTeamToken } from "../access/require-role.ts";
import type { QueryTeamsArgs, Team } from "../generated/resolvers.ts";
import { readPage, usualPage } from "../graphql/page.ts";
import type { RequestContext } from "../graphql/request-context.ts";

/** Every team of the instance for an admin of its first team; for any other admin, their own. */
export async function listTeams({ server, caller }: RequestContext, args: Partial<QueryTeamsArgs>): Promise<Team[]> {
  const { teamId, ofFirstTeam } = requireTeamToken(caller);
  const page = readPage(args, usualPage, server.limits.pageRows);
  let query = server.database.reader.selectFrom("team").select(["id", "name", "created_at"]);
  if (!ofFirstTeam) query = query.where("id", "=", teamId);
  const { id, name } = args.where ?? {};
  if (typeof id === "string") query = query.where("id", "=", id);
  if (typeof name === "string") query = query.where("name", "=", name);
  const rows = await query.orderBy("name").limit(page.limit).offset(page.offset).execute();
  return rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at }));
}
