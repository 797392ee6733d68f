import { commandEntry } from "../audit/audit-entry.ts";
import { commandKey } from "../master-key/key-command.ts";
import { wrappingKey } from "../master-key/master-key.ts";
import type { InstanceSettings } from "../settings/settings.ts";
import { addDataKeys, rewrapTeamKeys } from "../vault/team-keys.ts";
import { recordCommand } from "./command-record.ts";
import { keySource, rewrapAuditKey } from "./instance-keys.ts";
import { openInstance } from "./open-instance.ts";

export interface RotateOptions {
  readonly settings: InstanceSettings;
  /** Prints the next master key; without it, one is made where the settings have the key. */
  readonly newCommand?: string | undefined;
  /** Whether the teams get new data keys, too. */
  readonly dataKeys?: boolean;
}

/**
 * Changes the master key: the teams' data keys and the audit log's key are wrapped anew in one transaction, also while
 * servers serve the instance. Until it commits the old key is the one that works, and after it the next. Values and
 * audit rows stay as they are; with `dataKeys`, values are sealed under new keys from then on, and servers seal those of
 * before anew (vault/resealing.ts). Gives how many teams there are.
 *
 * @throws ServerError what `openInstance` throws, and `SETTINGS_INVALID` for a key that a command gives without
 * `newCommand`.
 */
export async function rotateMasterKey(options: RotateOptions): Promise<number> {
  const { settings, newCommand, dataKeys = false } = options;
  const instance = await openInstance(settings);
  try {
    const candidate = newCommand === undefined ? await keySource(settings).prepare() : commandKey(newCommand);
    const next = wrappingKey(await candidate.read());
    const entry = { ...commandEntry("rotate-key", "key.rotate", Date.now()), detail: { dataKeys } };
    const teams = await recordCommand(settings, instance, entry, async (transaction) => {
      const current = await instance.wrappingKeys.of(transaction.query);
      const teams = await rewrapTeamKeys(transaction, current, next);
      await rewrapAuditKey(transaction, current, next);
      if (dataKeys) await addDataKeys(transaction, next);
      return teams;
    });
    await candidate.promote();
    return teams;
  } finally {
    await instance.database.close();
  }
}
