import { type KeyObject, randomBytes } from "node:crypto";
import { type Kysely, type Selectable, sql } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import { statement } from "../database/run-compiled.ts";
import type { Tables } from "../database/tables.ts";
import { ServerError } from "../server-error.ts";
import { type DataKey, decryptionFailed, isSealed, numberOfKey, unwrapKey, wrapKey } from "./encryption.ts";

/** Gives the key that wraps the other keys, as the database has it now: it may change while a server runs. */
export type WrappingKey = (query: Kysely<Tables>) => Promise<KeyObject>;

/** How many values one data key may seal: far below 2^32, from where on two random nonces could be the same. */
const maxWrites = 2 ** 30;

/** The teams' data keys: random, wrapped in the database, and in memory once they were used. */
export class TeamKeys {
  readonly #wrapping: WrappingKey;
  readonly #known = new Map<string, ReadonlyMap<number, DataKey>>();

  constructor(wrapping: WrappingKey) {
    this.#wrapping = wrapping;
  }

  /** Makes a new team's first key. */
  async add({ query }: Transaction, teamId: string): Promise<void> {
    await insertKey(query, await this.#wrapping(query), teamId, 1);
  }

  /** Reads the keys of all teams, so that they are there should this server miss the next master key. */
  async readAll(query: Kysely<Tables>): Promise<void> {
    const wrapping = await this.#wrapping(query);
    const rows = await query.selectFrom("vault_team_key").selectAll().execute();
    for (const [teamId, ofTeam] of Map.groupBy(rows, ({ team_id }) => team_id)) {
      try {
        this.#known.set(teamId, unwrapped(wrapping, ofTeam));
      } catch {
        // A row that was tampered with is reported to whoever uses it.
      }
    }
  }

  /**
   * The key under which values of a team are sealed in this transaction, for which they are counted.
   *
   * @throws ServerError `KEY_USED_UP` for a key that has sealed too many values; else like `forValues`.
   */
  async forSealing(queries: Queries, teamId: string, values: number): Promise<DataKey> {
    // Whatever this server remembers: another one may have made a new key, and the old one may have leaked.
    const counted = await countWrites(queries, values, teamId);
    const newest = counted.toSorted((one, other) => other.number - one.number)[0];
    if (newest === undefined) throw decryptionFailed();
    if (newest.writes > maxWrites) throw keyUsedUp();
    const key = (await this.#of(queries.query, teamId, new Set([newest.number]))).get(newest.number);
    if (key === undefined) throw decryptionFailed();
    return key;
  }

  /**
   * The keys that sealed values of a team need. What it gives throws `DECRYPTION_FAILED` for a value under no key of the
   * team's.
   *
   * @throws ServerError `DECRYPTION_FAILED` for a team without a key, and for one that another master key wrapped;
   *   `VAULT_UNAVAILABLE` where this server has not got the instance's master key.
   */
  async forValues(
    query: Kysely<Tables>,
    teamId: string,
    sealed: readonly Uint8Array[],
  ): Promise<(sealed: Uint8Array) => DataKey> {
    const keys = await this.#of(query, teamId, new Set(sealed.filter(isSealed).map(numberOfKey)));
    return (bytes) => {
      const key = keys.get(numberOfKey(bytes));
      if (key === undefined) throw decryptionFailed();
      return key;
    };
  }

  /**
   * Resolves if this server has the instance's master key.
   *
   * @throws ServerError `VAULT_UNAVAILABLE` if it was changed, and this server has not got the new one.
   */
  async checkReady(query: Kysely<Tables>): Promise<void> {
    await this.#wrappingNow(query);
  }

  /** A team's keys, read again if one of the numbers is not known: another server may have made it. */
  async #of(
    query: Kysely<Tables>,
    teamId: string,
    numbers: ReadonlySet<number>,
  ): Promise<ReadonlyMap<number, DataKey>> {
    const known = this.#known.get(teamId);
    if (known !== undefined && [...numbers].every((number) => known.has(number))) return known;
    // A rotation of the master key can come between the two queries.
    const keys = await this.#read(query, teamId).catch(() => this.#read(query, teamId));
    this.#known.set(teamId, keys);
    return keys;
  }

  async #read(query: Kysely<Tables>, teamId: string): Promise<ReadonlyMap<number, DataKey>> {
    const wrapping = await this.#wrappingNow(query);
    const rows = await query.selectFrom("vault_team_key").selectAll().where("team_id", "=", teamId).execute();
    if (rows.length === 0) throw decryptionFailed();
    return unwrapped(wrapping, rows);
  }

  async #wrappingNow(query: Kysely<Tables>): Promise<KeyObject> {
    try {
      return await this.#wrapping(query);
    } catch (error) {
      const isMissing =
        error instanceof ServerError && (error.code === "DECRYPTION_FAILED" || error.code === "MASTER_KEY_INVALID");
      throw isMissing ? keyMissing(error) : error;
    }
  }
}

/** Of keys that were replaced the count no longer matters, and looking for the newest here takes SQLite five times as long. */
const countWrites = statement(
  "count writes",
  (values: number, teamId: string) => sql<{ readonly number: number; readonly writes: number }>`
    update vault_team_key set writes = writes + ${values} where team_id = ${teamId} returning number, writes`,
);

/** The data key for the values of one request: asked for in their transaction, with the first of them. */
export class SealingKey {
  readonly #keys: TeamKeys;
  readonly #teamId: string;
  readonly #values: number;
  #key: Promise<DataKey> | undefined;

  constructor(keys: TeamKeys, teamId: string, values: number) {
    this.#keys = keys;
    this.#teamId = teamId;
    this.#values = values;
  }

  /** The key; throws like `TeamKeys.forSealing`. */
  in(queries: Queries): Promise<DataKey> {
    this.#key ??= this.#keys.forSealing(queries, this.#teamId, this.#values);
    return this.#key;
  }
}

/** Wraps every team's keys anew, in one transaction. Gives how many teams there are. */
export async function rewrapTeamKeys({ query }: Transaction, from: KeyObject, to: KeyObject): Promise<number> {
  const rows = await query.selectFrom("vault_team_key").selectAll().execute();
  for (const { team_id, number, wrapped } of rows) {
    const key = unwrapKey(from, owner(team_id, number), wrapped).export();
    await query
      .updateTable("vault_team_key")
      .set({ wrapped: wrapKey(to, owner(team_id, number), key) })
      .where("team_id", "=", team_id)
      .where("number", "=", number)
      .execute();
  }
  return new Set(rows.map(({ team_id }) => team_id)).size;
}

/** Makes every team's next data key, under which values are sealed from then on. */
export async function addDataKeys({ query }: Transaction, wrapping: KeyObject): Promise<void> {
  const newest = await query
    .selectFrom("vault_team_key")
    .select(({ fn }) => ["team_id", fn.max("number").as("number")])
    .groupBy("team_id")
    .execute();
  for (const { team_id, number } of newest) await insertKey(query, wrapping, team_id, number + 1);
}

/** Makes a random key, and stores it wrapped. */
async function insertKey(query: Kysely<Tables>, wrapping: KeyObject, teamId: string, number: number): Promise<void> {
  const wrapped = wrapKey(wrapping, owner(teamId, number), randomBytes(32));
  await query.insertInto("vault_team_key").values({ team_id: teamId, number, wrapped }).execute();
}

function unwrapped(
  wrapping: KeyObject,
  rows: readonly Selectable<Tables["vault_team_key"]>[],
): ReadonlyMap<number, DataKey> {
  return new Map(
    rows.map(({ team_id, number, wrapped }) => [
      number,
      { number, key: unwrapKey(wrapping, owner(team_id, number), wrapped) },
    ]),
  );
}

function owner(teamId: string, number: number): string {
  return number === 1 ? `team ${teamId}` : `team ${teamId} key ${number}`;
}

function keyMissing(cause: unknown): ServerError {
  return new ServerError(
    "VAULT_UNAVAILABLE",
    "The master key was changed, and this server has not got the new one.",
    "Give the server the new master key; what it needs no other key for goes on.",
    { cause },
  );
}

function keyUsedUp(): ServerError {
  return new ServerError(
    "KEY_USED_UP",
    "The team's data key has encrypted as many values as one key may.",
    "Have whoever runs the server type: keyfold-server rotate-key --data-keys",
  );
}
