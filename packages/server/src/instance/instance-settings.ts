import { join } from "node:path";
import { ServerError } from "../server-error.ts";
import { type StoreSettings, storeSettings } from "../settings/store-settings.ts";

/** Which instance: where its data are and what opens them. */
export interface InstanceSettings extends StoreSettings {
  /** The folder with the master key and, without `database`, with the database. */
  readonly dataFolder: string | undefined;
}

/** What is not given is as the defaults have it; what is no setting of the stores is left out. */
export function instanceSettings(dataFolder: string | undefined, given: Partial<StoreSettings> = {}): InstanceSettings {
  const names = Object.keys(storeSettings) as (keyof StoreSettings)[];
  const settings = Object.fromEntries(names.map((name) => [name, given[name] ?? storeSettings[name].usual]));
  return { dataFolder, ...(settings as unknown as StoreSettings) };
}

/** The files of the data folder. Throws `SETTINGS_INVALID` where one is needed and none is named. */
export function dataPaths({ dataFolder }: InstanceSettings): { folder: string; masterKey: string; database: string } {
  if (dataFolder === undefined) {
    throw new ServerError("SETTINGS_INVALID", "No data folder was named.", "Give --data FOLDER, or set server.data.");
  }
  return { folder: dataFolder, masterKey: join(dataFolder, "master.key"), database: join(dataFolder, "keyfold.db") };
}
