import type { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import type { Place } from "../vault/place.ts";
import type { Plaintext } from "../vault/plaintext.ts";
import { secretNotFound } from "./secret-not-found.ts";

/** The newest values of names of one team; in a name's stead its error: `NOT_FOUND` or `DECRYPTION_FAILED`. */
export async function findValues(
  { database, vault }: ServerParts,
  teamId: string,
  names: readonly string[],
): Promise<Map<string, Plaintext | ServerError>> {
  const found = new Map<string, Plaintext | ServerError>(names.map((name) => [name, secretNotFound()]));
  const rows = await database.reader
    .selectFrom("secret")
    .select(["name", "version"])
    .where("team_id", "=", teamId)
    .where("name", "in", [...found.keys()])
    .execute();
  const places: Place[] = rows.map(({ name, version }) => ({ teamId, name, version }));
  const values = await vault.read(teamId, places);
  for (const [index, { name }] of places.entries()) {
    const value = values[index];
    if (value !== undefined) found.set(name, value);
  }
  return found;
}
