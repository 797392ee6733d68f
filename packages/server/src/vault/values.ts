import { type Kysely, sql } from "kysely";
import type { Tables } from "../database/tables.ts";
import type { Sealed, ValueKey } from "./encryption.ts";

/** What the table `vault_value` holds for a value: the sealed value, or where another vault has it, sealed too. */
export interface Stored {
  readonly key: ValueKey;
  readonly sealed: Buffer;
}

type NewestRow = Pick<ValueKey, "name" | "version"> & { readonly sealed: Buffer | null };

/** What the newest versions of names of one team hold, in no order; a name that is not there is left out. */
export async function newestStored(query: Kysely<Tables>, teamId: string, names: readonly string[]): Promise<Stored[]> {
  // Written as SQL, since building it takes longer than running it; not a join, which SQLite would prepare anew each time.
  const { rows } = await sql<NewestRow>`
    select name, version, (
      select sealed from vault_value
      where vault_value.team_id = secret.team_id and vault_value.name = secret.name
        and vault_value.version = secret.version
    ) as sealed
    from secret where team_id = ${teamId} and name in (${sql.join(names)})`.execute(query);
  return rows.flatMap(({ name, version, sealed }) =>
    sealed === null ? [] : [{ key: { teamId, name, version }, sealed }],
  );
}

/** What one version holds; undefined if there is no such version. */
export async function storedAt(query: Kysely<Tables>, key: ValueKey): Promise<Stored | undefined> {
  const row = await query
    .selectFrom("vault_value")
    .select("sealed")
    .where("team_id", "=", key.teamId)
    .where("name", "=", key.name)
    .where("version", "=", key.version)
    .executeTakeFirst();
  return row && { key, sealed: row.sealed };
}

export async function insertSealed(query: Kysely<Tables>, key: ValueKey, sealed: Sealed): Promise<void> {
  const { teamId, name, version } = key;
  await query.insertInto("vault_value").values({ team_id: teamId, name, version, sealed }).execute();
}

export async function deleteSealed(query: Kysely<Tables>, { teamId, name, version }: ValueKey): Promise<void> {
  await query
    .deleteFrom("vault_value")
    .where("team_id", "=", teamId)
    .where("name", "=", name)
    .where("version", "=", version)
    .execute();
}
