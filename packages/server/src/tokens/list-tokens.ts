import { requireTeamToken } from "../access/require-role.ts";
import type { QueryTokensArgs, Token } from "../generated/resolvers.ts";
import { readPage, usualPage } from "../graphql/page.ts";
import type { RequestContext } from "../graphql/request-context.ts";

/** The team's tokens, newest first; their hashes stay here. */
export async function listTokens({ server, caller }: RequestContext, args: Partial<QueryTokensArgs>): Promise<Token[]> {
  const { teamId } = requireTeamToken(caller);
  const page = readPage(args, usualPage, server.limits.pageRows);
  const rows = await server.database.reader
    .selectFrom("token")
    .select(["id", "name", "role", "created_at", "expires_at", "last_used_at", "revoked_at"])
    .where("team_id", "=", teamId)
    .orderBy("created_at", "desc")
    .orderBy("id")
    .limit(page.limit)
    .offset(page.offset)
    .execute();
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
