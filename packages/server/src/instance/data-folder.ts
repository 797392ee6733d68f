import { join } from "node:path";
import { ServerError } from "../server-error.ts";
import type { InstanceSettings } from "../settings/settings.ts";

/**
 * The files of the data folder.
 *
 * @throws ServerError `SETTINGS_INVALID` where one is needed and none is named.
 */
export function dataPaths({ data }: InstanceSettings): { folder: string; masterKey: string; database: string } {
  if (data === undefined) {
    throw new ServerError("SETTINGS_INVALID", "No data folder was named.", "Give --data FOLDER, or set server.data.");
  }
  return { folder: data, masterKey: join(data, "master.key"), database: join(data, "keyfold.db") };
}

/** For a folder, or else a database, that `init` has not prepared. */
export function noData(folder: string | undefined): ServerError {
  const tip = `Prepare it with: keyfold-server init --data ${folder ?? "FOLDER"}`;
  return new ServerError("DATA_FOLDER_MISSING", `${folder ?? "The database"} holds no Keyfold data.`, tip);
}
