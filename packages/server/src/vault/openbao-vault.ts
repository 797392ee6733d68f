import { createHash, type KeyObject, timingSafeEqual } from "node:crypto";
import type { Database, Transaction } from "../database/database.ts";
import type { OpenBaoClient } from "../openbao/openbao-client.ts";
import { lookUpSelf } from "../openbao/sign-in.ts";
import { vaultUnavailable } from "../openbao/vault-unavailable.ts";
import { ServerError } from "../server-error.ts";
import { inParallel } from "./in-parallel.ts";
import type { OrphanedPaths } from "./orphaned-paths.ts";
import { type Place, placeBytes } from "./place.ts";
import { Plaintext } from "./plaintext.ts";
import { decryptionFailed, type Sealed, seal, unseal } from "./sealed.ts";
import { newSecretPath } from "./secret-path.ts";
import type { TeamKeys } from "./team-keys.ts";
import { deleteSealed, insertSealed, type Stored, storedAt } from "./values.ts";
import type { AfterCommit, Found, NamedValue, Vault } from "./vault.ts";

/** Calls to OpenBao at once, for one request. */
const parallel = 16;
/** One request's calls may take as long as so many single ones. */
const callsOfRequest = 4;
const sweepEveryMs = 30_000;

/** Where OpenBao keeps a value, and what it must be. */
interface Kept {
  readonly path: string;
  /** SHA-256 of the value's JSON text. It is sealed along, so it tells nothing. */
  readonly digest: string;
}

export interface OpenBaoVaultOptions {
  readonly database: Database;
  readonly keys: TeamKeys;
  readonly client: OpenBaoClient;
  readonly orphanedPaths: OrphanedPaths;
  /** Where the KV v2 secrets engine is mounted. */
  readonly mount: string;
  /** The folder in it; every team has one below. */
  readonly prefix: string;
  /** Tells of what could not be removed for now. */
  readonly report: (error: unknown) => void;
}

/**
 * Values in the KV v2 secrets engine of OpenBao or HashiCorp Vault, each version at a path of its own. The database
 * holds the path and the value's digest, sealed for the version's place: a moved row and a value that was changed in
 * OpenBao are told like a value that does not decrypt.
 */
export class OpenBaoVault implements Vault<Kept> {
  readonly #options: OpenBaoVaultOptions;
  readonly #timer: NodeJS.Timeout;
  #sweeping: Promise<void> | undefined;

  constructor(options: OpenBaoVaultOptions) {
    this.#options = options;
    this.#timer = setInterval(() => void this.#sweep(), sweepEveryMs).unref();
  }

  async stage(teamId: string, values: readonly NamedValue[]): Promise<Kept[]> {
    const { prefix, orphanedPaths } = this.#options;
    const staged = values.map(({ name, value }) => {
      const text = JSON.stringify(value.reveal());
      return { path: newSecretPath(prefix, teamId, name), digest: digestOf(text).toString("base64"), text };
    });
    const paths = staged.map(({ path }) => path);
    await orphanedPaths.announce(paths);
    try {
      await this.#inTime(staged, ({ path, text }) => this.#write(path, text));
    } catch (error) {
      await orphanedPaths.giveUp(paths).catch(this.#options.report);
      throw error;
    }
    return staged.map(({ path, digest }) => ({ path, digest }));
  }

  async keep(transaction: Transaction, place: Place, kept: Kept): Promise<void> {
    await this.#options.orphanedPaths.take(transaction, kept.path);
    await this.#insert(transaction, place, kept);
  }

  async copy(transaction: Transaction, from: Place, toVersion: number): Promise<void> {
    const stored = await storedAt(transaction.query, from);
    // The database says that the version is there: its value was taken away by someone else.
    if (stored === undefined) throw decryptionFailed();
    const key = await this.#options.keys.of(transaction.query, from.teamId);
    await this.#insert(transaction, { ...from, version: toVersion }, unsealKept(key, stored));
  }

  async open(teamId: string, stored: readonly Stored[]): Promise<Found[]> {
    const key = await this.#options.keys.of(this.#options.database.reader, teamId);
    // Once OpenBao did not answer, it isn't asked for the rest: many names would be many deadlines.
    let unavailable: ServerError | undefined;
    const found = await this.#inTime(stored, async (one): Promise<Found> => {
      if (unavailable !== undefined) return unavailable;
      const value = await this.#openOne(key, one).catch(serverErrorOrThrow);
      if (isUnavailable(value)) unavailable = value;
      return value;
    });
    if (unavailable !== undefined && found.every(isUnavailable)) throw unavailable;
    return found;
  }

  async forget(
    transaction: Transaction,
    teamId: string,
    name: string,
    versions: readonly number[],
  ): Promise<AfterCommit> {
    const { query } = transaction;
    const gone = new Set(await this.#pathsOf(transaction, teamId, name));
    for (const version of versions) await deleteSealed(query, { teamId, name, version });
    // A version that was rolled back to shares its path with its copy.
    for (const path of await this.#pathsOf(transaction, teamId, name)) gone.delete(path);
    const paths = [...gone];
    await this.#options.orphanedPaths.drop(transaction, paths);
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
    clearInterval(this.#timer);
    await this.#sweeping;
    this.#options.client.close();
  }

  /** Works on many values; they have a deadline together, as each of a slow OpenBao's answers could come just in time. */
  #inTime<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
    const end = performance.now() + this.#options.client.timeoutMs * callsOfRequest;
    return inParallel(parallel, items, (item) => {
      if (performance.now() > end) throw vaultUnavailable(new Error("OpenBao was too slow for so many values"));
      return work(item);
    });
  }

  async #write(path: string, text: string): Promise<void> {
    // cas 0: only where nothing is yet. The text keeps every digit of a number.
    const body = { data: { value: text }, options: { cas: 0 } };
    await this.#options.client.ask({ method: "POST", path: `${this.#options.mount}/data/${path}`, body });
  }

  async #openOne(key: KeyObject, stored: Stored): Promise<Found> {
    const { client, mount, database } = this.#options;
    const { path, digest } = unsealKept(key, stored);
    const { status, body } = await client.ask({ method: "GET", path: `${mount}/data/${path}` });
    if (status === 404) {
      // Just removed with its row; or behind our back.
      const still = await storedAt(database.reader, stored.place);
      return still === undefined ? undefined : decryptionFailed();
    }
    const text = (body.data?.data as Record<string, unknown> | null | undefined)?.value;
    if (typeof text !== "string" || !isDigestOf(text, digest)) return decryptionFailed();
    return new Plaintext(JSON.parse(text));
  }

  async #insert({ query }: Transaction, place: Place, kept: Kept): Promise<void> {
    const key = await this.#options.keys.of(query, place.teamId);
    await insertSealed(query, place, sealKept(key, place, kept));
  }

  /** Where the versions of a name are; without those whose row was tampered with, so that they can be deleted too. */
  async #pathsOf({ query }: Transaction, teamId: string, name: string): Promise<string[]> {
    const key = await this.#options.keys.of(query, teamId);
    const rows = await query
      .selectFrom("vault_value")
      .select(["version", "sealed"])
      .where("team_id", "=", teamId)
      .where("name", "=", name)
      .execute();
    return rows.flatMap(({ version, sealed }) => {
      try {
        return [unsealKept(key, { place: { teamId, name, version }, sealed }).path];
      } catch (error) {
        this.#options.report(error);
        return [];
      }
    });
  }

  /** What can't be removed now stays in the database, and is tried again. */
  #sweep(): Promise<void> {
    this.#sweeping ??= this.#options.orphanedPaths
      .sweep()
      .catch(this.#options.report)
      .finally(() => {
        this.#sweeping = undefined;
      });
    return this.#sweeping;
  }
}

function sealKept(key: KeyObject, place: Place, kept: Kept): Sealed {
  return seal(key, Buffer.from(JSON.stringify(kept), "utf8"), placeBytes(place));
}

function unsealKept(key: KeyObject, { place, sealed }: Stored): Kept {
  return JSON.parse(unseal(key, sealed, placeBytes(place)).toString("utf8")) as Kept;
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}

function isDigestOf(text: string, digest: string): boolean {
  const expected = Buffer.from(digest, "base64");
  const actual = digestOf(text);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function isUnavailable(found: Found): found is ServerError {
  return found instanceof ServerError && found.code === "VAULT_UNAVAILABLE";
}

function serverErrorOrThrow(error: unknown): ServerError {
  if (error instanceof ServerError) return error;
  throw error;
}
