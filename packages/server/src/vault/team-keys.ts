import { type KeyObject, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { decryptionFailed, unwrapKey, wrapKey } from "./encryption.ts";

/** Gives the key that wraps the other keys, as the database has it now: it may change while a server runs. */
export type WrappingKey = (query: Kysely<Tables>) => Promise<KeyObject>;

/** The teams' data keys: random, wrapped in the database, and in memory once they were used. */
export class TeamKeys {
  readonly #wrapping: WrappingKey;
  readonly #known = new Map<string, KeyObject>();

  constructor(wrapping: WrappingKey) {
    this.#wrapping = wrapping;
  }

  /** Makes a new team's key. */
  async add({ query }: Transaction, teamId: string): Promise<void> {
    const wrapped = wrapKey(await this.#wrapping(query), owner(teamId), randomBytes(32));
    await query.insertInto("vault_team_key").values({ team_id: teamId, wrapped }).execute();
  }

  /** @throws ServerError `DECRYPTION_FAILED` for a team without a key, and for one that another master key wrapped. */
  async of(query: Kysely<Tables>, teamId: string): Promise<KeyObject> {
    const known = this.#known.get(teamId);
    if (known !== undefined) return known;
    // A rotation of the master key can come between the two queries.
    const key = await this.#read(query, teamId).catch(() => this.#read(query, teamId));
    this.#known.set(teamId, key);
    return key;
  }

  forgetAll(): void {
    this.#known.clear();
  }

  async #read(query: Kysely<Tables>, teamId: string): Promise<KeyObject> {
    const wrapping = await this.#wrapping(query);
    const row = await query
      .selectFrom("vault_team_key")
      .select("wrapped")
      .where("team_id", "=", teamId)
      .executeTakeFirst();
    if (row === undefined) throw decryptionFailed();
    return unwrapKey(wrapping, owner(teamId), row.wrapped);
  }
}

/** Wraps every team's key anew, in one transaction. */
export async function rewrapTeamKeys({ query }: Transaction, from: KeyObject, to: KeyObject): Promise<number> {
  const rows = await query.selectFrom("vault_team_key").selectAll().execute();
  for (const { team_id, wrapped } of rows) {
    const key = unwrapKey(from, owner(team_id), wrapped).export();
    await query
      .updateTable("vault_team_key")
      .set({ wrapped: wrapKey(to, owner(team_id), key) })
      .where("team_id", "=", team_id)
      .execute();
  }
  return rows.length;
}

function owner(teamId: string): string {
  return `team ${teamId}`;
}
