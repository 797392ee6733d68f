import type { Kysely } from "kysely";
import type { Tables } from "../database/tables.ts";
import type { Place } from "../vault/place.ts";
import { storedAt } from "../vault/values.ts";
import type { Found, Vault } from "../vault/vault.ts";

/** What a vault has at places of one team, in order: older versions, too, which nobody else can read. */
export async function readPlaces(vault: Vault, query: Kysely<Tables>, places: readonly Place[]): Promise<Found[]> {
  const stored = (await Promise.all(places.map((place) => storedAt(query, place)))).filter((one) => one !== undefined);
  const values = await vault.open(places[0]?.teamId ?? "", stored);
  const found = new Map(stored.map(({ place }, index) => [place, values[index]]));
  return places.map((place) => found.get(place));
}
