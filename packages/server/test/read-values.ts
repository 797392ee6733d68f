import type { Kysely } from "kysely";
import type { Tables } from "../src/database/tables.ts";
import type { ValueKey } from "../src/vault/encryption.ts";
import { storedAt } from "../src/vault/values.ts";
import type { Found, Vault } from "../src/vault/vault.ts";

/** The key of a version of a secret, whose id is made of its team and name. */
export function keyOf(teamId: string, name: string, version = 1): ValueKey {
  return { teamId, secretId: `${teamId} ${name}`, name, version };
}

/** What a vault has of one team, in order: older versions, too, which nobody else can read. */
export async function readValues(vault: Vault, query: Kysely<Tables>, keys: readonly ValueKey[]): Promise<Found[]> {
  const stored = (await Promise.all(keys.map((key) => storedAt(query, key)))).filter((one) => one !== undefined);
  const values = await vault.open(keys[0]?.teamId ?? "", stored, () => {});
  const found = new Map(stored.map(({ key }, index) => [key, values[index]]));
  return keys.map((key) => found.get(key));
}
