import type { Transaction } from "../database/database.ts";
import type { ServerError } from "../server-error.ts";
import type { SecretKey, ValueKey } from "./encryption.ts";
import type { Plaintext } from "./plaintext.ts";
import type { Search, Stored } from "./values.ts";

/**
 * Where the values are: the port that each vault implements, and that `test/vault-conformance.ts` checks.
 *
 * Which versions exist is the database's affair: a vault opens what the database holds. Methods that get a transaction
 * write through it whatever must be there if and only if the transaction commits.
 */
export interface Vault<Staged = unknown> {
  /** Whether the database has the values themselves; if not, it has where they are. */
  readonly isInDatabase: boolean;
  /** The slow part of keeping values (a network call), done before the transaction. The order stays. */
  stage(teamId: string, values: readonly NamedValue[]): Promise<Staged[]>;
  /** Stores a staged value. Must not wait for a network: other writes wait for this transaction. */
  keep(transaction: Transaction, key: ValueKey, staged: Staged): Promise<void>;
  /** Stores a value as another version of the same secret too; nothing is shown to anyone. */
  copy(transaction: Transaction, from: ValueKey, toVersion: number): Promise<void>;
  /**
   * The values of one team that are stored so, in order.
   *
   * @param reserve - gets the size in bytes of each value that is not in `stored` itself, before any is read.
   * @throws ServerError `VAULT_UNAVAILABLE` if none can be read now; what `reserve` throws.
   */
  open(teamId: string, stored: readonly Stored[], reserve: (bytes: number) => void): Promise<Found[]>;
  /**
   * The newest values of names of one team, for each search in order, read apart from this thread. Undefined where that is
   * not worth it or does not work: then they are to be read and opened here.
   *
   * @param reserve - gets their size in bytes before they are in this thread; what it throws ends the read.
   */
  newest?(
    teamId: string,
    searches: readonly Search[],
    reserve: (bytes: number) => void,
  ): Promise<readonly (NewestValue | undefined)[] | undefined>;
  /** Removes versions of a secret for good. What remains to be done outside the database runs after the commit. */
  forget(transaction: Transaction, secret: SecretKey, versions: readonly number[]): Promise<AfterCommit>;
  /** Resolves if values can be read now, throws `VAULT_UNAVAILABLE` if not. */
  checkReady(): Promise<void>;
  close(): Promise<void>;
}

export interface NamedValue {
  readonly name: string;
  readonly value: Plaintext;
}

/** The value of a secret's newest version. */
export interface NewestValue {
  readonly key: Pick<ValueKey, "secretId" | "name" | "version">;
  readonly value: Plaintext;
}

/** A value; an error, if it can't be decrypted; undefined, if it was just removed. */
export type Found = Plaintext | ServerError | undefined;

export type AfterCommit = () => Promise<void>;

/** For a vault that has nothing left to do. */
export const nothingLeft: AfterCommit = async () => {};
