import { requireTeamToken } from "../access/require-role.ts";
import type { CreateTeamInput, CreateTeamPayload } from "../generated/resolvers.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { checkName } from "../secrets/check-name.ts";
import { ServerError } from "../server-error.ts";
import { insertTeam, newTeam } from "./insert-team.ts";

/** Makes a team and its first admin token, shown this once. For admins of the instance's first team. */
export async function createTeam(context: RequestContext, { name }: CreateTeamInput): Promise<CreateTeamPayload> {
  const { clock, limits, recorder, teamKeys } = context.server;
  if (!requireTeamToken(context.caller).ofFirstTeam) {
    throw new ServerError(
      "FORBIDDEN",
      "Only an admin of the instance's first team may create teams.",
      "Ask whoever set this server up.",
    );
  }
  checkName(name, limits.nameCharacters, "A team's name");
  const team = newTeam(name, clock(), false);
  await recorder.write(context.calls, async (transaction) => {
    const taken = await transaction.query.selectFrom("team").select("id").where("name", "=", name).executeTakeFirst();
    if (taken !== undefined) {
      throw new ServerError("CONFLICT", "There is a team of that name already.", "Choose another name.");
    }
    await insertTeam(transaction, teamKeys, team);
  });
  return { team: { id: team.id, name, createdAt: team.createdAt }, token: team.admin.token };
}
