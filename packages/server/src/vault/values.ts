import { type Kysely, sql } from "kysely";
import type { Tables } from "../database/tables.ts";
import type { Place } from "./place.ts";
import type { Sealed } from "./sealed.ts";

/** A place, and what the table `vault_value` holds for it: a sealed value, or where another vault keeps it, sealed too. */
export interface Stored {
  readonly place: Place;
  readonly sealed: Buffer;
}

type NewestRow = Pick<Place, "name" | "version"> & { readonly sealed: Buffer | null };

/** What the newest versions of names of one team hold, in no order; a name that is not there is left out. */
export async function newestStored(query: Kysely<Tables>, teamId: string, names: readonly string[]): Promise<Stored[]> {
  // As text, since building it would take longer than running it; not a join, which SQLite would prepare anew each time.
  const { rows } = await sql<NewestRow>`
    select name, version, (
      select sealed from vault_value
      where vault_value.team_id = secret.team_id and vault_value.name = secret.name
        and vault_value.version = secret.version
    ) as sealed
    from secret where team_id = ${teamId} and name in (${sql.join(names)})`.execute(query);
  return rows.flatMap(({ name, version, sealed }) =>
    sealed === null ? [] : [{ place: { teamId, name, version }, sealed }],
  );
}

/** What one version holds; undefined if there is no such version. */
export async function storedAt(query: Kysely<Tables>, place: Place): Promise<Stored | undefined> {
  const row = await query
    .selectFrom("vault_value")
    .select("sealed")
    .where("team_id", "=", place.teamId)
    .where("name", "=", place.name)
    .where("version", "=", place.version)
    .executeTakeFirst();
  return row && { place, sealed: row.sealed };
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
