import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Tables } from "../database/tables.ts";
import type { Place } from "./place.ts";
import type { Sealed } from "./sealed.ts";

const placesPerQuery = 500;

/**
 * What the table `vault_value` holds for places of one team, in order: a sealed value, or where another vault keeps it,
 * sealed too.
 */
export async function readSealed(
  query: Kysely<Tables>,
  teamId: string,
  places: readonly Place[],
): Promise<(Buffer | undefined)[]> {
  const found = new Map<string, Buffer>();
  for (let from = 0; from < places.length; from += placesPerQuery) {
    const rows = await query
      .selectFrom("vault_value")
      .select(["name", "version", "sealed"])
      .where("team_id", "=", teamId)
      .where(isOneOf(places.slice(from, from + placesPerQuery)))
      .execute();
    for (const row of rows) found.set(keyOf(row), row.sealed);
  }
  return places.map((place) => found.get(keyOf(place)));
}

/** One place is what nearly every read asks for: its statement is always the same. */
function isOneOf(places: readonly Place[]): RawBuilder<boolean> {
  const [first] = places;
  if (first !== undefined && places.length === 1) return sql`name = ${first.name} and version = ${first.version}`;
  const rows = places.map(({ name, version }) => sql`(${name}, cast(${version} as bigint))`);
  return sql`(name, version) in (values ${sql.join(rows)})`;
}

/** Versions are digits alone, so no two places have the same. */
function keyOf({ name, version }: Pick<Place, "name" | "version">): string {
  return `${version} ${name}`;
}

export async function insertSealed(query: Kysely<Tables>, place: Place, sealed: Sealed): Promise<void> {
  const { teamId, name, version } = place;
  await query.insertInto("vault_value").values({ team_id: teamId, name, version, sealed }).execute();
}

export async function deleteSealed(query: Kysely<Tables>, { teamId, name, version }: Place): Promise<void> {
  await query
    .deleteFrom("vault_value")
    .where("team_id", "=", teamId)
    .where("name", "=", name)
    .where("version", "=", version)
    .execute();
}
