import { type KeyObject, randomBytes } from "node:crypto";
import { type Kysely, type Selectable, sql } from "kysely";
import type { Transaction } from "../database/database.ts";
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
  readonly #sealing = new WeakMap<Transaction, Map<string, Promise<SealingKey>>>();

  constructor(wrapping: WrappingKey) {
    this.#wrapping = wrapping;
  }

  /** The keys of a team that are in memory. */
  known(teamId: string): ReadonlyMap<number, DataKey> | undefined {
    return this.#known.get(teamId);
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
   * The key under which values of a team are sealed in this transaction. It is looked up with the first of them, and they are
   * counted for it with the last.
   *
   * @throws ServerError `KEY_USED_UP` for a key that has sealed too many values; else like `forValues`.
   */
  async forSealing(transaction: Transaction, teamId: string, values = 1): Promise<DataKey> {
    let ofTeams = this.#sealing.get(transaction);
    if (ofTeams === undefined) {
      ofTeams = new Map();
      this.#sealing.set(transaction, ofTeams);
    }
    let found = ofTeams.get(teamId);
    if (found === undefined) {
      found = this.#newest(transaction, teamId);
      ofTeams.set(teamId, found);
    }
    const sealing = await found;
    if (sealing.writes + values > maxWrites) throw keyUsedUp();
    sealing.writes += values;
    return sealing.key;
  }

  async #newest(transaction: Transaction, teamId: string): Promise<SealingKey> {
    // Whatever this server remembers: another one may have made a new key, and the old one may have leaked.
    const [newest] = await newestKey(transaction, teamId);
    if (newest === undefined) throw decryptionFailed();
    const { number, writes } = newest;
    const key = (await this.#of(transaction.query, teamId, new Set([number]))).get(number);
    if (key === undefined) throw decryptionFailed();
    const sealing = { key, writes };
    transaction.beforeCommit(() => void setWrites(transaction, sealing.writes, teamId, number));
    return sealing;
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

/** A team's newest key, with how many values it has sealed when those of this transaction are among them. */
interface SealingKey {
  readonly key: DataKey;
  writes: number;
}

const newestKey = statement(
  "newest key",
  (teamId: string) => sql<{ readonly number: number; readonly writes: number }>`
    select number, writes from vault_team_key where team_id = ${teamId} order by number desc limit 1`,
);

/** Transactions take turns, so that none between has counted. */
const setWrites = statement(
  "set writes",
  (writes: number, teamId: string, number: number) => sql`
    update vault_team_key set writes = ${writes} where team_id = ${teamId} and number = ${number}`,
);

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
