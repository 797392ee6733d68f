import { extname } from "node:path";
import type { Database, Transaction } from "../database/database.ts";
import { Thread } from "../database/thread.ts";
import { ServerError } from "../server-error.ts";
import {
  type DataKey,
  decryptionFailed,
  decryptValue,
  encryptValue,
  type SecretKey,
  type ValueKey,
} from "./encryption.ts";
import { Plaintext } from "./plaintext.ts";
import type { TeamKeys } from "./team-keys.ts";
import { deleteSealed, insertSealed, type Search, type Stored, storedAt } from "./values.ts";
import { type AfterCommit, type Found, type NamedValue, type NewestValue, nothingLeft, type Vault } from "./vault.ts";

/** From how many names on a thread reads and decrypts their values, while this one serves other requests. */
const worthThread = 16;

/** What the thread is asked for, with the keys of the team. */
export interface ValuesAsked {
  readonly teamId: string;
  readonly searches: readonly Search[];
  readonly keys: ReadonlyMap<number, DataKey>;
}

/** What it has found. */
export interface ValuesFound {
  /** Of the values as they are stored. */
  readonly bytes: number;
  /** A list with the secret's id, name, version and value of each, or null. */
  readonly json: string;
}

/** From source the worker is a file of TypeScript beside this one; built, both are JavaScript in `dist`. */
const workerFile = new URL(`./value-worker${extname(import.meta.url)}`, import.meta.url);

/** Values in the database itself, encrypted under a data key of their team, which is wrapped by the master key. */
export class DatabaseVault implements Vault<Plaintext> {
  readonly isInDatabase = true;
  readonly #database: Database;
  readonly #keys: TeamKeys;
  /** Where a server has the database, no thread reads its file. */
  readonly #thread: Thread<ValuesAsked, ValuesFound | undefined> | undefined;

  constructor(database: Database, keys: TeamKeys) {
    this.#database = database;
    this.#keys = keys;
    this.#thread = database.file === undefined ? undefined : new Thread(workerFile, database.file);
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

  async newest(
    teamId: string,
    searches: readonly Search[],
    reserve: (bytes: number) => void,
  ): Promise<readonly (NewestValue | undefined)[] | undefined> {
    const keys = this.#keys.known(teamId);
    if (searches.length < worthThread || keys === undefined) return undefined;
    const found = await this.#thread?.ask({ teamId, searches, keys }).catch(() => undefined);
    if (found === undefined) return undefined;
    reserve(found.bytes);
    const values: ([secretId: string, name: string, version: number, value: unknown] | null)[] = JSON.parse(found.json);
    return values.map((one) => {
      if (one === null) return undefined;
      const [secretId, name, version, value] = one;
      return { key: { secretId, name, version }, value: new Plaintext(value) };
    });
  }

  async forget(transaction: Transaction, { secretId }: SecretKey, versions: readonly number[]): Promise<AfterCommit> {
    for (const version of versions) await deleteSealed(transaction, { secretId, version });
    return nothingLeft;
  }

  checkReady(): Promise<void> {
    return this.#database.checkReady();
  }

  async close(): Promise<void> {
    await this.#thread?.end();
  }
}

function valueOrError(decrypt: () => Plaintext): Found {
  try {
    return decrypt();
  } catch (error) {
    if (error instanceof ServerError) return error;
    throw error;
  }
}
