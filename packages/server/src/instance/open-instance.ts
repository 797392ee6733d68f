import type { KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import type { Database } from "../database/database.ts";
import { TeamKeys } from "../vault/team-keys.ts";
import { isInstance, readAuditKey } from "./instance.ts";
import type { InstanceSettings } from "./instance-settings.ts";
import { keySource } from "./key-source.ts";
import { noData, openDatabase } from "./open-database.ts";
import { dataPaths } from "./paths.ts";
import { WrappingKeys } from "./wrapping-keys.ts";

/** An instance's data, opened. */
export interface OpenInstance {
  readonly database: Database;
  readonly wrappingKeys: WrappingKeys;
  readonly teamKeys: TeamKeys;
  readonly auditKey: KeyObject;
}

/**
 * Opens what `init` made. Throws `DATA_FOLDER_MISSING`, `MASTER_KEY_INVALID`, `DATABASE_INVALID`,
 * `DATABASE_UNAVAILABLE`, `SETTINGS_INVALID`, or `DECRYPTION_FAILED` for the master key of another instance.
 */
export async function openInstance(settings: InstanceSettings): Promise<OpenInstance> {
  const { dataFolder } = settings;
  const wrappingKeys = new WrappingKeys(keySource(settings));
  if (dataFolder !== undefined && !Object.values(dataPaths(dataFolder)).some((file) => existsSync(file))) {
    throw noData(dataFolder);
  }
  const database = await openDatabase(settings);
  try {
    if (!(await isInstance(database.reader))) throw noData(settings.database === undefined ? dataFolder : undefined);
    const auditKey = await readAuditKey(database.reader, await wrappingKeys.of(database.reader));
    return { database, wrappingKeys, teamKeys: new TeamKeys((query) => wrappingKeys.of(query)), auditKey };
  } catch (error) {
    await database.close();
    throw error;
  }
}
