import { existsSync } from "node:fs";
import type { Database } from "../database/database.ts";
import { openSqlite } from "../database/sqlite/open-sqlite.ts";
import { ServerError } from "../server-error.ts";
import type { InstanceSettings } from "./instance-settings.ts";
import { dataPaths } from "./paths.ts";

/**
 * Opens the database that the settings name: PostgreSQL, or the SQLite file of the data folder. Throws
 * `DATA_FOLDER_MISSING` where no file is, so that a mistyped folder does not become an empty one.
 */
export async function openDatabase({ dataFolder, database: url }: InstanceSettings): Promise<Database> {
  if (url !== undefined) {
    // Loaded only where it is used.
    const { openPostgres } = await import("../database/postgres/open-postgres.ts");
    return openPostgres(url);
  }
  const { database } = dataPaths(requireFolder(dataFolder));
  if (!existsSync(database)) throw noData(dataFolder);
  return openSqlite(database);
}

/** Throws `SETTINGS_INVALID` where a data folder is needed and none is named. */
export function requireFolder(dataFolder: string | undefined): string {
  if (dataFolder !== undefined) return dataFolder;
  throw new ServerError("SETTINGS_INVALID", "No data folder was named.", "Give --data FOLDER, or set server.data.");
}

/** For what `init` has not prepared. */
export function noData(dataFolder: string | undefined): ServerError {
  const tip = `Prepare it with: keyfold-server init --data ${dataFolder ?? "FOLDER"}`;
  return new ServerError("DATA_FOLDER_MISSING", `${dataFolder ?? "The database"} holds no Keyfold data.`, tip);
}
