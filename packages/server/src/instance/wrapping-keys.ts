import type { KeyObject } from "node:crypto";
import type { Kysely } from "kysely";
import type { Tables } from "../database/tables.ts";
import { wrappingKey } from "../master-key/master-key.ts";
import type { KeyPlace, MasterKeySource } from "../master-key/master-key-source.ts";
import { ServerError } from "../server-error.ts";
import { decryptionFailed } from "../vault/encryption.ts";
import { readAuditKey } from "./instance.ts";

/**
 * The key that wraps an instance's keys, as the database has it now. `rotate-key` may change it while this process
 * serves: then the master key is read again.
 */
export class WrappingKeys {
  readonly #source: MasterKeySource;
  #known: KeyObject | undefined;

  constructor(source: MasterKeySource) {
    this.#source = source;
  }

  /**
   * Gives the key, and remembers it. Throws `DECRYPTION_FAILED` if the master key is another instance's, and
   * `MASTER_KEY_INVALID` if it can't be read.
   */
  async of(query: Kysely<Tables>): Promise<KeyObject> {
    if (this.#known !== undefined && (await opensInstance(query, this.#known))) return this.#known;
    const { place, key } = await findKey(this.#source, query);
    // After a rotation, the last step of which may still be to come.
    await place.adopt();
    this.#known = key;
    return key;
  }
}

/** The place that has an instance's master key, and the wrapping key that comes of it. Throws like `WrappingKeys.of`. */
export async function findKey(
  source: MasterKeySource,
  query: Kysely<Tables>,
): Promise<{ readonly place: KeyPlace; readonly key: KeyObject }> {
  let unreadable: unknown;
  for (const place of await source.places()) {
    try {
      const key = wrappingKey(await place.read());
      if (await opensInstance(query, key)) return { place, key };
    } catch (error) {
      unreadable ??= error;
    }
  }
  throw unreadable ?? decryptionFailed();
}

async function opensInstance(query: Kysely<Tables>, wrapping: KeyObject): Promise<boolean> {
  try {
    await readAuditKey(query, wrapping);
    return true;
  } catch (error) {
    if (error instanceof ServerError && error.code === "DECRYPTION_FAILED") return false;
    throw error;
  }
}
