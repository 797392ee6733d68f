import { createHash } from "node:crypto";
import type { Database, Transaction } from "../database/database.ts";
import { isSameMac } from "../encode-fields.ts";
import type { OpenBaoClient } from "../openbao/openbao-client.ts";
import { vaultUnavailable } from "../openbao/send-request.ts";
import { lookUpSelf } from "../openbao/sign-in.ts";
import { ServerError } from "../server-error.ts";
import { Repeated } from "../time/timed-work.ts";
import { type DataKey, decryptionFailed, type SecretKey, seal, unseal, type ValueKey } from "./encryption.ts";
import { inParallel } from "./in-parallel.ts";
import type { OrphanedPaths } from "./orphaned-paths.ts";
import { Plaintext } from "./plaintext.ts";
import { isSecretPath, newSecretPath } from "./secret-path.ts";
import type { TeamKeys } from "./team-keys.ts";
import { deleteSealed, insertSealed, type Stored, storedAt } from "./values.ts";
import type { AfterCommit, Found, NamedValue, Vault } from "./vault.ts";

/** Calls to OpenBao at once, for one request. */
const parallel = 16;
/** One request's calls may take as long as so many single ones. */
const callsOfRequest = 4;
const sweepEveryMs = 30_000;

type KeyOf = (sealed: Uint8Array) => DataKey;

/** Where OpenBao has a value, and what it must be. */
interface Location {
  readonly path: string;
  /** SHA-256 of the value's JSON, in base64. It is sealed along, so it reveals nothing. */
  readonly digest: string;
  /** Bytes of the value as JSON. */
  readonly bytes: number;
}

export interface OpenBaoVaultOptions {
  readonly database: Database;
  readonly keys: TeamKeys;
  readonly client: OpenBaoClient;
  readonly orphanedPaths: OrphanedPaths;
  /** Where the KV v2 secrets engine is mounted. */
  readonly mount: string;
  /** The folder in it; every team has one below. */
  readonly folder: string;
  /** Gets what no caller may know: what could not be removed for now, and rows that were tampered with. */
  readonly report: (error: unknown) => void;
}

/**
 * Values in the KV v2 secrets engine of OpenBao or HashiCorp Vault, each version at a path of its own. The database
 * holds the path and the value's digest, sealed for the version: a moved row and a value that was changed in OpenBao end
 * like a value that does not decrypt.
 */
export class OpenBaoVault implements Vault<Location> {
  readonly isInDatabase = false;
  readonly #options: OpenBaoVaultOptions;
  /** What can't be removed now stays in the database, and is tried again. */
  readonly #sweep: Repeated;

  constructor(options: OpenBaoVaultOptions) {
    this.#options = options;
    this.#sweep = new Repeated(() => options.orphanedPaths.sweep(), sweepEveryMs, options.report);
  }

  async stage(teamId: string, values: readonly NamedValue[]): Promise<Location[]> {
    const { folder, orphanedPaths } = this.#options;
    const staged = values.map(({ name, value }) => {
      const json = JSON.stringify(value.reveal());
      const digest = digestOf(json).toString("base64");
      return { path: newSecretPath(folder, teamId, name), digest, bytes: Buffer.byteLength(json), json };
    });
    const paths = staged.map(({ path }) => path);
    await orphanedPaths.reserve(paths);
    try {
      await this.#inTime(staged, ({ path, json }) => this.#write(path, json));
    } catch (error) {
      await orphanedPaths.abandon(paths).catch(this.#options.report);
      throw error;
    }
    return staged.map(({ path, digest, bytes }) => ({ path, digest, bytes }));
  }

  async keep(transaction: Transaction, key: ValueKey, location: Location): Promise<void> {
    await this.#options.orphanedPaths.claim(transaction, location.path);
    await this.#insert(transaction, key, location);
  }

  async copy(transaction: Transaction, from: ValueKey, toVersion: number): Promise<void> {
    const stored = await storedAt(transaction.query, from);
    // The database says that the version is there: its value was taken away by someone else.
    if (stored === undefined) throw decryptionFailed();
    const keyOf = await this.#options.keys.forValues(transaction.query, from.teamId, [stored.sealed]);
    await this.#insert(transaction, { ...from, version: toVersion }, this.#locationOf(keyOf, stored));
  }

  async open(teamId: string, stored: readonly Stored[], reserve: (bytes: number) => void): Promise<Found[]> {
    const { keys, database } = this.#options;
    const sealedLocations = stored.map(({ sealed }) => sealed);
    const keyOf = await keys.forValues(database.reader, teamId, sealedLocations);
    const locations = stored.map((one) => {
      try {
        return { key: one.key, ...this.#locationOf(keyOf, one) };
      } catch (error) {
        return serverErrorOrThrow(error);
      }
    });
    for (const location of locations) if (!(location instanceof ServerError)) reserve(location.bytes);
    // Once OpenBao did not respond, the rest is not requested: many names would be many deadlines.
    let unavailable: ServerError | undefined;
    const found = await this.#inTime(locations, async (location): Promise<Found> => {
      if (location instanceof ServerError) return location;
      if (unavailable !== undefined) return unavailable;
      const value = await this.#openOne(location).catch(serverErrorOrThrow);
      if (isUnavailable(value)) unavailable = value;
      return value;
    });
    if (unavailable !== undefined && found.every(isUnavailable)) throw unavailable;
    return found;
  }

  async forget(transaction: Transaction, secret: SecretKey, versions: readonly number[]): Promise<AfterCommit> {
    const gone = new Set(await this.#pathsOf(transaction, secret));
    for (const version of versions) await deleteSealed(transaction, { secretId: secret.secretId, version });
    // A version that was rolled back to shares its path with its copy.
    for (const path of await this.#pathsOf(transaction, secret)) gone.delete(path);
    const paths = [...gone];
    await this.#options.orphanedPaths.add(transaction, paths);
    // What can't be removed now is in the database, and swept up later.
    return () => this.#options.orphanedPaths.remove(paths).catch(this.#options.report);
  }

  async checkReady(): Promise<void> {
    const { client, mount } = this.#options;
    await client.ask(lookUpSelf);
    const { body } = await client.ask({ method: "GET", path: `sys/internal/ui/mounts/${mount}` });
    const options = body.data?.options as Record<string, unknown> | null | undefined;
    // Version 1 takes writes at the same paths, but removes nothing when it is asked to.
    if (options?.version !== "2") throw vaultUnavailable(new Error(`${mount} is not a KV engine of version 2`));
  }

  async close(): Promise<void> {
    await this.#sweep.close();
    this.#options.client.close();
  }

  /** Works on many values; they have a deadline together, as each response of a slow OpenBao could come just in time. */
  #inTime<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
    const end = performance.now() + this.#options.client.timeoutMs * callsOfRequest;
    return inParallel(parallel, items, (item) => {
      if (performance.now() > end) throw vaultUnavailable(new Error("OpenBao was too slow for so many values"));
      return work(item);
    });
  }

  async #write(path: string, json: string): Promise<void> {
    // cas 0: only where nothing is yet. As a string, the JSON keeps every digit of a number.
    const body = { data: { value: json }, options: { cas: 0 } };
    await this.#options.client.ask({ method: "POST", path: `${this.#options.mount}/data/${path}`, body });
  }

  async #openOne({ key, path, digest }: Location & { readonly key: ValueKey }): Promise<Found> {
    const { client, mount, database } = this.#options;
    const { status, body } = await client.ask({ method: "GET", path: `${mount}/data/${path}` });
    if (status === 404) {
      // Just removed with its row; or behind our back.
      const still = await storedAt(database.reader, key);
      return still === undefined ? undefined : decryptionFailed();
    }
    const json = (body.data?.data as Record<string, unknown> | null | undefined)?.value;
    if (typeof json !== "string" || !isSameMac(Buffer.from(digest, "base64"), digestOf(json)))
      return decryptionFailed();
    return new Plaintext(JSON.parse(json));
  }

  async #insert(transaction: Transaction, key: ValueKey, location: Location): Promise<void> {
    const dataKey = await this.#options.keys.forSealing(transaction, key.teamId);
    await insertSealed(transaction, key, seal(dataKey, key, JSON.stringify(location)));
  }

  /** @throws ServerError `DECRYPTION_FAILED` for a row that was tampered with, and for a location that is no secret's. */
  #locationOf(keyOf: KeyOf, { key, sealed }: Stored): Location {
    const { folder, report } = this.#options;
    const location = JSON.parse(unseal(keyOf(sealed), key, sealed)) as Location;
    if (isSecretPath(folder, location.path)) return location;
    report(new Error(`a value's location is not in ${folder}: was server.vault_prefix changed?`));
    throw decryptionFailed();
  }

  /** Where the versions of a secret are; without those whose row was tampered with, so that they can be deleted too. */
  async #pathsOf({ query }: Transaction, secret: SecretKey): Promise<string[]> {
    const rows = await query
      .selectFrom("vault_value")
      .select(["version", "sealed"])
      .where("secret_id", "=", secret.secretId)
      .execute();
    const sealedLocations = rows.map(({ sealed }) => sealed);
    const keyOf = await this.#options.keys.forValues(query, secret.teamId, sealedLocations);
    return rows.flatMap(({ version, sealed }) => {
      try {
        return [this.#locationOf(keyOf, { key: { ...secret, version }, sealed }).path];
      } catch (error) {
        this.#options.report(error);
        return [];
      }
    });
  }
}

function digestOf(json: string): Buffer {
  return createHash("sha256").update(json, "utf8").digest();
}

function isUnavailable(found: Found): found is ServerError {
  return found instanceof ServerError && found.code === "VAULT_UNAVAILABLE";
}

function serverErrorOrThrow(error: unknown): ServerError {
  if (error instanceof ServerError) return error;
  throw error;
}
