import type { KeyObject } from "node:crypto";
import type { Kysely } from "kysely";
import type { Tables } from "../database/tables.ts";
import { wrappingKey } from "../master-key/master-key.ts";
import type { MasterKeySource } from "../master-key/master-key-source.ts";
import { ServerError } from "../server-error.ts";
import { decryptionFailed } from "../vault/sealed.ts";
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

  /** Throws `DECRYPTION_FAILED` if the master key is another instance's, `MASTER_KEY_INVALID` if it can't be read. */
  async of(query: Kysely<Tables>): Promise<KeyObject> {
    if (this.#known !== undefined && (await opensInstance(query, this.#known))) return this.#known;
    for (const { key, isNext } of await this.#source.read()) {
      const wrapping = wrappingKey(key);
      if (!(await opensInstance(query, wrapping))) continue;
      // A rotation is at its last step, or was cut off before it.
      if (isNext) await this.#source.adopt();
      this.#known = wrapping;
      return wrapping;
    }
    throw decryptionFailed();
  }
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
