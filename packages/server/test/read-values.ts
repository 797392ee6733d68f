import type { Kysely } from "kysely";
import type { Tables } from "../src/database/tables.ts";
import type { Place } from "../src/vault/place.ts";
import { storedAt } from "../src/vault/values.ts";
import type { Found, Vault } from "../src/vault/vault.ts";

/** What a vault has at places of one team, in order: older versions, too, which nobody else can read. */
export async function readValues(vault: Vault, query: Kysely<Tables>, places: readonly Place[]): Promise<Found[]> {
  const stored = (await Promise.all(places.map((place) => storedAt(query, place)))).filter((one) => one !== undefined);
  const values = await vault.open(places[0]?.teamId ?? "", stored);
  const found = new Map(stored.map(({ place }, index) => [place, values[index]]));
  return places.map((place) => found.get(place));
}
