import { type Kysely, sql } from "kysely";
import type { Tables } from "../database/tables.ts";
import { numberOfKey, type Sealed, type ValueKey } from "./encryption.ts";

/** What the table `vault_value` holds for a value: the sealed value, or where another vault has it, sealed too. */
export interface Stored {
  readonly key: ValueKey;
  readonly sealed: Buffer;
}

/** Bytes of a sealed value that are read with its row: a larger one is read after room for it is reserved. */
const readWithRow = 16 * 1024;

interface NewestRow extends Pick<ValueKey, "name" | "version"> {
  readonly id: string;
  /** Null if there is no value; a number, or a string of PostgreSQL's. */
  readonly bytes: number | string | null;
  /** Null if it is large. */
  readonly sealed: Buffer | null;
}

/**
 * What the newest versions of names of one team hold, in no order; a name that is not there is left out.
 *
 * @param reserve - gets the size of each, in bytes, before it is in memory; what it throws ends the read.
 */
export async function newestStored(
  query: Kysely<Tables>,
  teamId: string,
  names: readonly string[],
  reserve: (bytes: number) => void,
): Promise<Stored[]> {
  // Written as SQL, since building it takes longer than running it; not a join, which SQLite would prepare anew each time.
  const { rows } = await sql<NewestRow>`
    select id, name, version, (
      select length(sealed) from vault_value
      where vault_value.secret_id = secret.id and vault_value.version = secret.version
    ) as bytes, (
      select sealed from vault_value
      where vault_value.secret_id = secret.id and vault_value.version = secret.version
        and length(sealed) <= ${readWithRow}
    ) as sealed
    from secret where team_id = ${teamId} and name in (${sql.join(names)})`.execute(query);
  for (const { bytes } of rows) if (bytes !== null) reserve(Number(bytes));
  const stored: Stored[] = [];
  for (const { id, name, version, bytes, sealed } of rows) {
    if (bytes === null) continue;
    const key = { teamId, secretId: id, name, version };
    // One that was removed since is as if it were not there.
    const one = sealed === null ? await storedAt(query, key) : { key, sealed };
    if (one !== undefined) stored.push(one);
  }
  return stored;
}

/** What one version holds; undefined if there is no such version. */
export async function storedAt(query: Kysely<Tables>, key: ValueKey): Promise<Stored | undefined> {
  const row = await query
    .selectFrom("vault_value")
    .select("sealed")
    .where("secret_id", "=", key.secretId)
    .where("version", "=", key.version)
    .executeTakeFirst();
  return row && { key, sealed: row.sealed };
}

export async function insertSealed(query: Kysely<Tables>, key: ValueKey, sealed: Sealed): Promise<void> {
  const { teamId, secretId, name, version } = key;
  await query
    .insertInto("vault_value")
    .values({ secret_id: secretId, version, team_id: teamId, name, sealed, key_number: numberOfKey(sealed) })
    .execute();
}

export async function deleteSealed(
  query: Kysely<Tables>,
  { secretId, version }: Pick<ValueKey, "secretId" | "version">,
): Promise<void> {
  await query.deleteFrom("vault_value").where("secret_id", "=", secretId).where("version", "=", version).execute();
}
