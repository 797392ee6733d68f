import type { KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import { RowKeys } from "../access/row-keys.ts";
import { EventIds } from "../audit/event-ids.ts";
import type { Database } from "../database/database.ts";
import { openSqlite } from "../database/sqlite/open-sqlite.ts";
import type { InstanceSettings } from "../settings/settings.ts";
import { TeamKeys } from "../vault/team-keys.ts";
import { commandChain } from "./command-record.ts";
import { auditHeadOf, dataPaths, noData } from "./data-folder.ts";
import { isInstance, keySource, readAuditKey, WrappingKeys } from "./instance-keys.ts";
import { sealRows } from "./seal-rows.ts";

/** An instance's data, opened. */
export interface OpenInstance {
  readonly database: Database;
  readonly wrappingKeys: WrappingKeys;
  readonly teamKeys: TeamKeys;
  readonly auditKey: KeyObject;
  readonly rowKeys: RowKeys;
  readonly eventIds: EventIds;
}

/**
 * Opens what `init` made.
 *
 * @param head - whether to refuse a log that does not hold the row that `audit_head` names.
 * @throws ServerError `DATA_FOLDER_MISSING`, `MASTER_KEY_INVALID`, `DATABASE_INVALID`, `DATABASE_UNAVAILABLE`,
 *   `SETTINGS_INVALID`, `DECRYPTION_FAILED` for the master key of another instance, or `AUDIT_BROKEN`.
 */
export async function openInstance(
  settings: InstanceSettings,
  head: "checked" | "unchecked" = "checked",
): Promise<OpenInstance> {
  const { data } = settings;
  const source = keySource(settings);
  // The folder is empty where the database and the key are elsewhere.
  const isEmpty = settings.database !== undefined && settings.masterKeyCommand !== undefined;
  if (data !== undefined && !isEmpty) {
    const { masterKey, database } = dataPaths(settings);
    if (!existsSync(masterKey) && !existsSync(database)) throw noData(data);
  }
  const database = await openDatabase(settings);
  try {
    if (!(await isInstance(database.reader))) throw noData(settings.database === undefined ? data : undefined);
    const wrappingKeys = new WrappingKeys(source, database);
    const readKey = async () => readAuditKey(database.reader, await wrappingKeys.of(database.reader));
    // A rotation of the master key can come between the two queries.
    const auditKey = await readKey().catch(readKey);
    const rowKeys = new RowKeys(auditKey);
    const teamKeys = new TeamKeys((query) => wrappingKeys.of(query));
    const auditHead = auditHeadOf(settings, auditKey);
    const opened = { database, wrappingKeys, teamKeys, auditKey, rowKeys, eventIds: new EventIds(auditKey) };
    const chain = commandChain(auditKey, settings.auditStream);
    await sealRows(database, { ...opened, chain, auditHead });
    if (head === "checked") await auditHead?.check(database.reader);
    return opened;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/**
 * Opens the database that the settings name: PostgreSQL, or the SQLite file of the data folder.
 *
 * @throws ServerError `DATA_FOLDER_MISSING` where no file is, so that a mistyped folder does not become an empty one.
 */
export async function openDatabase(settings: InstanceSettings): Promise<Database> {
  if (settings.database !== undefined) {
    // Loaded only where it is used.
    const { openPostgres } = await import("../database/postgres/open-postgres.ts");
    return openPostgres(settings.database);
  }
  const { database, folder } = dataPaths(settings);
  if (!existsSync(database)) throw noData(folder);
  return openSqlite(database);
}
