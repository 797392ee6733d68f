import { type KeyObject, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { type DataKey, decryptionFailed, numberOfKey, unwrapKey, wrapKey } from "./encryption.ts";

/** Gives the key that wraps the other keys, as the database has it now: it may change while a server runs. */
export type WrappingKey = (query: Kysely<Tables>) => Promise<KeyObject>;

/** The teams' data keys: random, wrapped in the database, and in memory once they were used. */
export class TeamKeys {
  readonly #wrapping: WrappingKey;
  readonly #known = new Map<string, ReadonlyMap<number, DataKey>>();

  constructor(wrapping: WrappingKey) {
    this.#wrapping = wrapping;
  }

  /** Makes a new team's first key. */
  async add({ query }: Transaction, teamId: string): Promise<void> {
    const wrapped = wrapKey(await this.#wrapping(query), owner(teamId, 1), randomBytes(32));
    await query.insertInto("vault_team_key").values({ team_id: teamId, number: 1, wrapped }).execute();
  }

  /**
   * The key under which a team's values are sealed.
   *
   * @throws ServerError `DECRYPTION_FAILED` for a team without a key, and for one that another master key wrapped.
   */
  async newest(query: Kysely<Tables>, teamId: string): Promise<DataKey> {
    const keys = await this.#of(query, teamId);
    const newest = keys.get(Math.max(...keys.keys()));
    if (newest === undefined) throw decryptionFailed();
    return newest;
  }

  /**
   * The keys that sealed values of a team need. What it gives throws `DECRYPTION_FAILED` for a value under no key of the
   * team's.
   *
   * @throws ServerError like `newest`.
   */
  async forValues(
    query: Kysely<Tables>,
    teamId: string,
    sealed: readonly Uint8Array[],
  ): Promise<(sealed: Uint8Array) => DataKey> {
    let keys = await this.#of(query, teamId);
    const isKnown = (bytes: Uint8Array): boolean => bytes.length < 5 || keys.has(Buffer.from(bytes).readUInt32BE(1));
    // Another server may have made a new one.
    if (!sealed.every(isKnown)) keys = await this.#of(query, teamId, true);
    return (bytes) => {
      const key = keys.get(numberOfKey(bytes));
      if (key === undefined) throw decryptionFailed();
      return key;
    };
  }

  forgetAll(): void {
    this.#known.clear();
  }

  async #of(query: Kysely<Tables>, teamId: string, anew = false): Promise<ReadonlyMap<number, DataKey>> {
    const known = this.#known.get(teamId);
    if (known !== undefined && !anew) return known;
    // A rotation of the master key can come between the two queries.
    const keys = await this.#read(query, teamId).catch(() => this.#read(query, teamId));
    this.#known.set(teamId, keys);
    return keys;
  }

  async #read(query: Kysely<Tables>, teamId: string): Promise<ReadonlyMap<number, DataKey>> {
    const wrapping = await this.#wrapping(query);
    const rows = await query.selectFrom("vault_team_key").selectAll().where("team_id", "=", teamId).execute();
    if (rows.length === 0) throw decryptionFailed();
    return new Map(
      rows.map(({ number, wrapped }) => [number, { number, key: unwrapKey(wrapping, owner(teamId, number), wrapped) }]),
    );
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

function owner(teamId: string, number: number): string {
  return number === 1 ? `team ${teamId}` : `team ${teamId} key ${number}`;
}
