import { requireTeamToken } from "../access/require-role.ts";
import type { RollbackSecretInput, SetSecretPayload } from "../generated/resolvers.ts";
import type { RequestContext } from "../graphql/request-context.ts";
import { ServerError } from "../server-error.ts";
import { addVersion } from "./add-version.ts";
import { checkName } from "./check-name.ts";
import { secretNotFound } from "./secret-not-found.ts";

/** Copies an older version of a value on top, as a new version. Nobody is shown it. */
export async function rollbackSecret(
  context: RequestContext,
  { name, version: wanted }: RollbackSecretInput,
): Promise<SetSecretPayload> {
  const { server } = context;
  const caller = requireTeamToken(context.caller);
  const { teamId } = caller;
  checkName(name, server.limits.nameCharacters);
  const { version, finish } = await server.recorder.write(context.calls, async (transaction) => {
    const versions = await transaction.query
      .selectFrom("secret_version")
      .select("version")
      .where("team_id", "=", teamId)
      .where("name", "=", name)
      .execute();
    if (versions.length === 0) throw secretNotFound();
    if (!versions.some((row) => row.version === wanted)) throw versionNotFound(wanted, versions);
    return addVersion(server, transaction, caller, name, (key) =>
      server.vault.copy(transaction, { teamId, name, version: wanted }, key.version),
    );
  });
  await finish();
  return { success: true, version };
}

function versionNotFound(wanted: number, versions: readonly { version: number }[]): ServerError {
  const there = versions.map(({ version }) => version).sort((a, b) => b - a);
  return new ServerError(
    "NOT_FOUND",
    `There is no version ${wanted} of this secret.`,
    `Its versions are ${there.slice(0, 20).join(", ")}.`,
  );
}
