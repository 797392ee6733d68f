import { requireTeamToken } from "../access/require-role.ts";
import type { QueryTokensArgs, Token } from "../generated/resolvers.ts";
import { readPage, usualPage } from "../graphql/page.ts";
import type { RequestContext } from "../graphql/request-context.ts";

/** The team's tokens, newest first; their hashes stay here. */
export async function listTokens({ server, caller }: RequestContext, args: Partial<QueryTokensArgs>): Promise<Token[]> {
  const { teamId } = requireTeamToken(caller);
  const page = readPage(args, usualPage, server.limits.pageRows);
  const now = server.clock();
  let query = server.database.reader
    .selectFrom("token")
    .select(["id", "name", "role", "created_at", "expires_at", "last_used_at", "revoked_at"])
    .where("team_id", "=", teamId);
  const { id, role, live } = args.where ?? {};
  if (typeof id === "string") query = query.where("id", "=", id);
  if (role) query = query.where("role", "=", role);
  if (live === true) {
    query = query
      .where("revoked_at", "is", null)
      .where((row) => row.or([row("expires_at", "is", null), row("expires_at", ">", now)]));
  }
  if (live === false) {
    query = query.where((row) => row.or([row("revoked_at", "is not", null), row("expires_at", "<=", now)]));
  }
  const rows = await query.orderBy("created_at", "desc").orderBy("id").limit(page.limit).offset(page.offset).execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    role: row.role,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }));
}
