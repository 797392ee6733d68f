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
