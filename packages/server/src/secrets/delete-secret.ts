import { requireTeamToken } from "../access/require-role.ts";
import type { DeleteSecretInput, SuccessPayload } from "../generated/resolvers.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { checkName } from "./check-name.ts";
import { secretNotFound } from "./secret-not-found.ts";

/** Removes a secret and every version of its value for good. The audit log keeps what happened to it. */
export async function deleteSecret(context: RequestContext, { name }: DeleteSecretInput): Promise<SuccessPayload> {
  const { server } = context;
  const { teamId } = requireTeamToken(context.caller);
  checkName(name, server.limits.nameCharacters);
  const finish = await server.recorder.write(context.calls, async (transaction) => {
    const { query } = transaction;
    const versions = await query
      .deleteFrom("secret_version")
      .where("team_id", "=", teamId)
      .where("name", "=", name)
      .returning("version")
      .execute();
    if (versions.length === 0) throw secretNotFound();
    await query.deleteFrom("secret").where("team_id", "=", teamId).where("name", "=", name).execute();
    return server.vault.forget(
      transaction,
      teamId,
      name,
      versions.map(({ version }) => version),
    );
  });
  await finish();
  await server.database.overwriteDeleted();
  return { success: true };
}
