import type { Database, Transaction } from "../database/database.ts";
import { ServerError } from "../server-error.ts";
import { decryptionFailed, decryptValue, encryptValue, type SecretKey, type ValueKey } from "./encryption.ts";
import type { Plaintext } from "./plaintext.ts";
import type { TeamKeys } from "./team-keys.ts";
import { deleteSealed, insertSealed, type Stored, storedAt } from "./values.ts";
import { type AfterCommit, type Found, type NamedValue, nothingLeft, type Vault } from "./vault.ts";

/** Values in the database itself, encrypted under a data key of their team, which is wrapped by the master key. */
export class DatabaseVault implements Vault<Plaintext> {
  readonly isInDatabase = true;
  readonly #database: Database;
  readonly #keys: TeamKeys;

  constructor(database: Database, keys: TeamKeys) {
    this.#database = database;
    this.#keys = keys;
  }

  async stage(_teamId: string, values: readonly NamedValue[]): Promise<Plaintext[]> {
    return values.map(({ value }) => value);
  }

  async keep(transaction: Transaction, key: ValueKey, value: Plaintext): Promise<void> {
    const dataKey = await this.#keys.forSealing(transaction, key.teamId);
    await insertSealed(transaction, key, encryptValue(dataKey, key, value));
  }

  async copy(transaction: Transaction, from: ValueKey, toVersion: number): Promise<void> {
    const { query } = transaction;
    const stored = await storedAt(query, from);
    // The database says that the version is there: its value was taken away by someone else.
    if (stored === undefined) throw decryptionFailed();
    const keyOf = await this.#keys.forValues(query, from.teamId, [stored.sealed]);
    const value = decryptValue(keyOf(stored.sealed), from, stored.sealed);
    await this.keep(transaction, { ...from, version: toVersion }, value);
  }

  async open(teamId: string, stored: readonly Stored[]): Promise<Found[]> {
    const sealedValues = stored.map(({ sealed }) => sealed);
    const keyOf = await this.#keys.forValues(this.#database.reader, teamId, sealedValues);
    return stored.map(({ key, sealed }) => valueOrError(() => decryptValue(keyOf(sealed), key, sealed)));
  }

  async forget(transaction: Transaction, { secretId }: SecretKey, versions: readonly number[]): Promise<AfterCommit> {
    for (const version of versions) await deleteSealed(transaction, { secretId, version });
    return nothingLeft;
  }

  checkReady(): Promise<void> {
    return this.#database.checkReady();
  }

  async close(): Promise<void> {}
}

function valueOrError(decrypt: () => Plaintext): Found {
  try {
    return decrypt();
  } catch (error) {
    if (error instanceof ServerError) return error;
    throw error;
  }
}
