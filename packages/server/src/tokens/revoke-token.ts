import type { Kysely } from "kysely";
import { requireTeamToken } from "../access/require-role.ts";
import type { Tables } from "../database/tables.ts";
import type { RevokeTokenInput, SuccessPayload } from "../generated/resolvers.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { ServerError } from "../server-error.ts";

/**
 * Revokes a token of the caller's team at once. Revoking one twice changes nothing. The last admin token that lives
 * until it is revoked stays (`CONFLICT`): without it nobody could make another.
 */
export async function revokeToken(context: RequestContext, { id }: RevokeTokenInput): Promise<SuccessPayload> {
  const { clock, recorder } = context.server;
  const { teamId } = requireTeamToken(context.caller);
  return recorder.write(context.calls, async ({ query }) => {
    const token = await query
      .selectFrom("token")
      .select(["role", "revoked_at"])
      .where("id", "=", id)
      .where("team_id", "=", teamId)
      .executeTakeFirst();
    if (token === undefined) {
      throw new ServerError("NOT_FOUND", "There is no such token.", "See the ids with `keyfold token list`.");
    }
    if (token.revoked_at !== null) return { success: true };
    if (token.role === "admin" && !(await hasOtherAdmin(query, teamId, id))) throw lastAdmin();
    await query.updateTable("token").set({ revoked_at: clock() }).where("id", "=", id).execute();
    return { success: true };
  });
}

async function hasOtherAdmin(query: Kysely<Tables>, teamId: string, id: string): Promise<boolean> {
  const other = await query
    .selectFrom("token")
    .select("id")
    .where("team_id", "=", teamId)
    .where("id", "!=", id)
    .where("role", "=", "admin")
    .where("revoked_at", "is", null)
    .where("expires_at", "is", null)
    .executeTakeFirst();
  return other !== undefined;
}

function lastAdmin(): ServerError {
  return new ServerError(
    "CONFLICT",
    "This is the team's last admin token that does not expire.",
    "Create another admin token first, and revoke this one with it.",
  );
}
