import type { TeamCaller } from "../access/caller.ts";
import type { Transaction } from "../database/database.ts";
import type { ServerParts } from "../server-parts.ts";
import type { ValueKey } from "../vault/encryption.ts";
import type { AfterCommit } from "../vault/vault.ts";

/**
 * Gives a name its next version, from 1, and removes the versions beyond the setting `versionsKept`. `store` puts the
 * value in the vault.
 */
export async function addVersion(
  { clock, vault, limits }: ServerParts,
  transaction: Transaction,
  { teamId, actor }: TeamCaller,
  name: string,
  store: (key: ValueKey) => Promise<void>,
): Promise<{ version: number; finish: AfterCommit }> {
  const { query } = transaction;
  const now = clock();
  const { version } = await query
    .insertInto("secret")
    .values({ team_id: teamId, name, version: 1, created_at: now, updated_at: now, updated_by: actor })
    .onConflict((conflict) =>
      conflict.columns(["team_id", "name"]).doUpdateSet((row) => ({
        version: row("secret.version", "+", 1),
        updated_at: now,
        updated_by: actor,
      })),
    )
    .returning("version")
    .executeTakeFirstOrThrow();
  await query
    .insertInto("secret_version")
    .values({ team_id: teamId, name, version, created_at: now, created_by: actor })
    .execute();
  await store({ teamId, name, version });
  if (version <= limits.versionsKept) return { version, finish: async () => {} };

  const old = await query
    .deleteFrom("secret_version")
    .where("team_id", "=", teamId)
    .where("name", "=", name)
    .where("version", "<=", version - limits.versionsKept)
    .returning("version")
    .execute();
  const versions = old.map((row) => row.version);
  return { version, finish: await vault.forget(transaction, teamId, name, versions) };
}
