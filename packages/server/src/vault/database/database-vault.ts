import { type KeyObject, randomBytes } from "node:crypto";
import type { Kysely } from "kysely";
import type { Database, Transaction } from "../../database/database.ts";
import type { Tables } from "../../database/tables.ts";
import { ServerError } from "../../server-error.ts";
import { decryptSecret } from "../decrypt-secret.ts";
import { encryptSecret } from "../encrypt-secret.ts";
import type { Place } from "../place.ts";
import type { Plaintext } from "../plaintext.ts";
import { decryptionFailed } from "../sealed.ts";
import { type AfterCommit, type Found, nothingLeft, type Vault } from "../vault.ts";
import { unwrapKey, wrapKey } from "../wrap-key.ts";

/** Values in the database itself, encrypted under a data key of their team, which is wrapped by the master key. */
export class DatabaseVault implements Vault<Plaintext> {
  readonly #database: Database;
  readonly #wrapping: KeyObject;
  readonly #teamKeys = new Map<string, KeyObject>();

  constructor(database: Database, wrapping: KeyObject) {
    this.#database = database;
    this.#wrapping = wrapping;
  }

  async addTeam({ query }: Transaction, teamId: string): Promise<void> {
    const wrapped = wrapKey(this.#wrapping, `team ${teamId}`, randomBytes(32));
    await query.insertInto("vault_team_key").values({ team_id: teamId, wrapped }).execute();
  }

  async stage(_teamId: string, values: readonly Plaintext[]): Promise<Plaintext[]> {
    return [...values];
  }

  async keep({ query }: Transaction, place: Place, value: Plaintext): Promise<void> {
    const sealed = encryptSecret(await this.#teamKey(query, place.teamId), place, value);
    const { teamId, name, version } = place;
    await query.insertInto("vault_value").values({ team_id: teamId, name, version, sealed }).execute();
  }

  async copy(transaction: Transaction, from: Place, toVersion: number): Promise<void> {
    const value = await this.#readOne(transaction.query, from);
    // The database says that the version is there: its value was taken away by someone else.
    if (value === undefined) throw decryptionFailed();
    await this.keep(transaction, { ...from, version: toVersion }, value);
  }

  async read(_teamId: string, places: readonly Place[]): Promise<Found[]> {
    const found: Found[] = [];
    for (const place of places) {
      found.push(await this.#readOne(this.#database.reader, place).catch(serverErrorOrThrow));
    }
    return found;
  }

  async forget({ query }: Transaction, places: readonly Place[]): Promise<AfterCommit> {
    for (const { teamId, name, version } of places) {
      await query
        .deleteFrom("vault_value")
        .where("team_id", "=", teamId)
        .where("name", "=", name)
        .where("version", "=", version)
        .execute();
    }
    return nothingLeft;
  }

  checkReady(): Promise<void> {
    return this.#database.checkReady();
  }

  async close(): Promise<void> {
    this.#teamKeys.clear();
  }

  async #readOne(query: Kysely<Tables>, place: Place): Promise<Plaintext | undefined> {
    const row = await query
      .selectFrom("vault_value")
      .select("sealed")
      .where("team_id", "=", place.teamId)
      .where("name", "=", place.name)
      .where("version", "=", place.version)
      .executeTakeFirst();
    return row && decryptSecret(await this.#teamKey(query, place.teamId), place, row.sealed);
  }

  async #teamKey(query: Kysely<Tables>, teamId: string): Promise<KeyObject> {
    const known = this.#teamKeys.get(teamId);
    if (known !== undefined) return known;
    const row = await query
      .selectFrom("vault_team_key")
      .select("wrapped")
      .where("team_id", "=", teamId)
      .executeTakeFirst();
    if (row === undefined) throw decryptionFailed();
    const key = unwrapKey(this.#wrapping, `team ${teamId}`, row.wrapped);
    this.#teamKeys.set(teamId, key);
    return key;
  }
}

function serverErrorOrThrow(error: unknown): ServerError {
  if (error instanceof ServerError) return error;
  throw error;
}
