import "@tooling/vitest/services";
import { join } from "node:path";
import { emptyDatabase } from "@tooling/vitest/postgres";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { inject } from "vitest";
import { initInstance } from "../src/instance/init-instance.ts";
import type { StoreSettings } from "../src/settings/settings.ts";
import { type InstanceSettings, instanceSettings } from "../src/settings/settings.ts";

/** New stores of the kind that this run's tests are on. */
export async function newStores(): Promise<Partial<StoreSettings>> {
  if (inject("stores") === "sqlite") return {};
  return { ...(await onPostgres()), ...inOpenBao() };
}

export async function onPostgres(): Promise<Partial<StoreSettings>> {
  return { database: await emptyDatabase(inject("postgresUrl")) };
}

export function inOpenBao(): Partial<StoreSettings> {
  const { url, rootToken } = inject("openBao");
  return { vault: url, vaultToken: rootToken };
}

/** A new instance in a temporary folder, on SQLite unless `stores` says otherwise. */
export async function newInstance(stores: Partial<StoreSettings> = {}): Promise<InstanceSettings> {
  const dataFolder = join(temporaryFolder(), "data");
  await initInstance({ dataFolder, stores });
  return instanceSettings(dataFolder, stores);
}
