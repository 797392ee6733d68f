import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Queries } from "../database/database.ts";
import { runCompiled, statement } from "../database/run-compiled.ts";
import type { Tables } from "../database/tables.ts";
import { numberOfKey, type Sealed, type ValueKey } from "./encryption.ts";

/** What the table `vault_value` holds for a value: the sealed value, or where another vault has it, sealed too. */
export interface Stored {
  readonly key: ValueKey;
  readonly sealed: Buffer;
}

/** Bytes of a sealed value that are read with its row: a larger one is read after room for it is reserved. */
const readWithRow = 16 * 1024;

/** A search finds a secret by the first of some names that is there. */
export type Search = readonly string[];

interface NewestRow extends Pick<ValueKey, "name" | "version"> {
  /** Null for a secret that was removed. */
  readonly id: string | null;
  /** Null if it is large, or not there. */
  readonly sealed: Buffer | null;
}

/**
 * What the newest versions of names of one team hold, for each search in order; undefined where it finds nothing. A name
 * whose secret was removed and can be restored ends a search.
 *
 * @param reserve - gets the size of each, in bytes, before it is in memory; what it throws ends the read.
 */
export async function newestStored(
  queries: Queries,
  teamId: string,
  searches: readonly Search[],
  reserve: (bytes: number) => void,
): Promise<(Stored | undefined)[]> {
  const rows = await (searches.length === 1
    ? newestOfOne(queries, teamId, searches[0] ?? [])
    : newestOfAll(queries, teamId, searches));
  const byName = new Map<string, NewestRow>();
  for (const row of rows) if (row.id !== null || !byName.has(row.name)) byName.set(row.name, row);
  const stored: (Stored | undefined)[] = [];
  for (const search of searches) {
    const row = byName.get(search.find((name) => byName.has(name)) ?? "");
    if (row === undefined || row.id === null) stored.push(undefined);
    else {
      const { id: secretId, name, version, sealed } = row;
      const key = { teamId, secretId, name, version };
      if (sealed !== null) reserve(sealed.length);
      stored.push(sealed === null ? await largeAt(queries.query, key, reserve) : { key, sealed });
    }
  }
  return stored;
}

/** The same of a large value. One that was removed since is as if it were not there. */
async function largeAt(
  query: Kysely<Tables>,
  key: ValueKey,
  reserve: (bytes: number) => void,
): Promise<Stored | undefined> {
  const row = await query
    .selectFrom("vault_value")
    .select(sql<number>`length(sealed)`.as("bytes"))
    .where("secret_id", "=", key.secretId)
    .where("version", "=", key.version)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  reserve(row.bytes);
  return storedAt(query, key);
}

type NewestRows = NewestRow[] | Promise<NewestRow[]>;

/** One search goes no further than to the name that it finds: a name is looked for only where those before it are not there. */
function newestOfOne(queries: Queries, teamId: string, search: Search): NewestRows {
  const [last, before] = [search.at(-1) ?? "", search.slice(0, -1)];
  const build = (): RawBuilder<NewestRow> => {
    const ifThere = before.flatMap((name) =>
      ["secret", "removed_secret"].map(
        (table) => sql`(select name from ${sql.table(table)} where team_id = ${teamId} and name = ${name})`,
      ),
    );
    const found = before.length === 0 ? sql`${last}` : sql`coalesce(${sql.join([...ifThere, sql`${last}`])})`;
    return sql`${newest} where team_id = ${teamId} and name = ${found}`;
  };
  const looked = before.flatMap((name) => [teamId, name, teamId, name]);
  return runCompiled(queries, `newest of ${search.length}`, build, [teamId, ...looked, last]);
}

/** Several searches go through their names at once. */
function newestOfAll(queries: Queries, teamId: string, searches: readonly Search[]): NewestRows {
  const names = [...new Set(searches.flat())];
  const isSearch = searches.some(({ length }) => length > 1);
  const build = (): RawBuilder<NewestRow> => {
    const ofTeam = sql`team_id = ${teamId} and name in (${sql.join(names)})`;
    const orRemoved = sql` union all select null, name, 0, null from removed_secret where ${ofTeam}`;
    return sql`${newest} where ${ofTeam}${isSearch ? orRemoved : sql``}`;
  };
  const ofTeam = [teamId, ...names];
  return runCompiled(queries, `newest ${isSearch} ${names.length}`, build, isSearch ? [...ofTeam, ...ofTeam] : ofTeam);
}

/** Not a join, which SQLite would prepare anew each time. */
const newest = sql<NewestRow>`
  select id, name, version, (
    select sealed from vault_value
    where vault_value.secret_id = secret.id and vault_value.version = secret.version
      and length(sealed) <= ${sql.lit(readWithRow)}
  ) as sealed
  from secret`;

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

/** Writes a version's sealed value. */
export async function insertSealed(queries: Queries, key: ValueKey, sealed: Sealed): Promise<void> {
  const { teamId, secretId, name, version } = key;
  await insertValue(queries, secretId, version, teamId, name, sealed, numberOfKey(sealed));
}

const insertValue = statement(
  "insert value",
  (secretId: string, version: number, teamId: string, name: string, sealed: Sealed, keyNumber: number) => sql`
    insert into vault_value (secret_id, version, team_id, name, sealed, key_number)
    values (${secretId}, ${version}, ${teamId}, ${name}, ${sealed}, ${keyNumber})`,
);

/** Removes a version's sealed value, if it is there. */
export async function deleteSealed(
  queries: Queries,
  { secretId, version }: Pick<ValueKey, "secretId" | "version">,
): Promise<void> {
  await deleteValue(queries, secretId, version);
}

const deleteValue = statement(
  "delete value",
  (secretId: string, version: number) => sql`
    delete from vault_value where secret_id = ${secretId} and version = ${version}`,
);
