import type { KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import type { Database } from "../database/database.ts";
import { openSqlite } from "../database/sqlite/open-sqlite.ts";
import { ServerError } from "../server-error.ts";
import { wrappingKey } from "../vault/master-key.ts";
import { readAuditKey } from "./instance.ts";
import { dataPaths } from "./paths.ts";
import { readMasterKey } from "./read-master-key.ts";

export interface OpenData {
  readonly database: Database;
  readonly wrapping: KeyObject;
  readonly auditKey: KeyObject;
}

/**
 * Opens what `init` made. Throws `DATA_FOLDER_MISSING`, `MASTER_KEY_INVALID`, `DATABASE_INVALID`, or
 * `DECRYPTION_FAILED` for the master key of another instance.
 */
export async function openDataFolder(folder: string): Promise<OpenData> {
  const paths = dataPaths(folder);
  if (!existsSync(paths.database) && !existsSync(paths.masterKey)) throw dataFolderMissing(folder);
  const wrapping = wrappingKey(readMasterKey(paths.masterKey));
  if (!existsSync(paths.database)) throw dataFolderMissing(folder);
  const database = await openSqlite(paths.database);
  try {
    const auditKey = await readAuditKey(database.reader, wrapping);
    if (auditKey === undefined) throw dataFolderMissing(folder);
    return { database, wrapping, auditKey };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function dataFolderMissing(folder: string): ServerError {
  return new ServerError(
    "DATA_FOLDER_MISSING",
    `${folder} holds no Keyfold data.`,
    `Prepare it with: keyfold-server init --data ${folder}`,
  );
}
