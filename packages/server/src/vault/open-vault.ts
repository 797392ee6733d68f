import type { Database } from "../database/database.ts";
import type { VaultKind } from "../database/tables.ts";
import { OpenBaoClient } from "../openbao/openbao-client.ts";
import { openBaoSettings } from "../openbao/openbao-settings.ts";
import { ServerError } from "../server-error.ts";
import type { InstanceSettings } from "../settings/settings.ts";
import type { Clock } from "../time/clock.ts";
import { DatabaseVault } from "./database-vault.ts";
import { OpenBaoVault } from "./openbao-vault.ts";
import { OrphanedPaths } from "./orphaned-paths.ts";
import type { TeamKeys } from "./team-keys.ts";
import type { Vault } from "./vault.ts";

export interface VaultDependencies {
  readonly database: Database;
  readonly teamKeys: TeamKeys;
  readonly clock: Clock;
  /** Tells the server's log of what a request does not. */
  readonly report: (error: unknown) => void;
}

/**
 * The vault that the settings name.
 *
 * @throws ServerError `SETTINGS_INVALID` if an instance's values are in the other one, or if the settings don't fit
 *   together.
 */
export async function openVault(settings: InstanceSettings, dependencies: VaultDependencies): Promise<Vault> {
  const { database, teamKeys, clock, report } = dependencies;
  const { vault: where, vaultMount: mount, vaultPrefix: folder } = settings;
  if (where === "database") {
    await claimVault(database, "database");
    return new DatabaseVault(database, teamKeys);
  }
  for (const path of [mount, folder]) checkPath(path);
  const client = new OpenBaoClient(openBaoSettings(settings, where));
  await claimVault(database, "openbao");
  const orphanedPaths = new OrphanedPaths({ database, client, mount, folder, clock, report });
  return new OpenBaoVault({ database, keys: teamKeys, client, orphanedPaths, mount, folder, report });
}

/** Notes which vault an instance's values are in. It can be changed while there are none. */
async function claimVault(database: Database, kind: VaultKind): Promise<void> {
  const known = await database.reader.selectFrom("instance").select("vault").executeTakeFirst();
  if (known?.vault === kind) return;
  await database.transaction(async ({ query }) => {
    const instance = await query.selectFrom("instance").select("vault").executeTakeFirst();
    const used = instance?.vault;
    const value = await query.selectFrom("vault_value").select("version").limit(1).executeTakeFirst();
    if (used !== kind && used !== null && value !== undefined) throw inOtherVault(used);
    await query.updateTable("instance").set({ vault: kind }).execute();
  });
}

function inOtherVault(used: VaultKind | undefined): ServerError {
  return new ServerError(
    "SETTINGS_INVALID",
    `This instance's values are in ${used === "openbao" ? "OpenBao" : "its database"}.`,
    used === "openbao" ? "Start the server with --vault URL." : "Start the server without --vault.",
  );
}

function checkPath(path: string): void {
  if (/^[\w-]+(?:\/[\w-]+)*$/.test(path)) return;
  throw new ServerError(
    "SETTINGS_INVALID",
    "A mount or a folder of the vault has a character that a path may not have.",
    "Use letters, digits, - and _, with / between them.",
  );
}
