import { type KeyObject, randomBytes, randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Database, Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { commandKeySource } from "../master-key/key-command.ts";
import { plainEncoding, transitEncoding } from "../master-key/key-encoding.ts";
import { fileKeySource } from "../master-key/key-file.ts";
import { type KeyCandidate, type MasterKeySource, wrappingKey } from "../master-key/master-key.ts";
import { OpenBaoClient } from "../openbao/openbao-client.ts";
import { openBaoSettings } from "../openbao/openbao-settings.ts";
import { ServerError } from "../server-error.ts";
import type { InstanceSettings } from "../settings/settings.ts";
import { decryptionFailed, unwrapKey, wrapKey } from "../vault/encryption.ts";
import { dataPaths } from "./data-folder.ts";

const auditKeyOwner = "audit";

/**
 * Where the settings say that the master key comes from.
 *
 * @throws ServerError `SETTINGS_INVALID` if they don't fit together.
 */
export function keySource(settings: InstanceSettings): MasterKeySource {
  const { masterKeyCommand, transitKey } = settings;
  if (masterKeyCommand !== undefined) {
    if (transitKey === undefined) return commandKeySource(masterKeyCommand);
    throw new ServerError(
      "SETTINGS_INVALID",
      "The master key is set to come from two sources.",
      "Set server.master_key_command or server.transit_key.",
    );
  }
  const file = dataPaths(settings).masterKey;
  if (transitKey === undefined) return fileKeySource(file, plainEncoding);
  const url = settings.transitUrl ?? (settings.vault === "database" ? "" : settings.vault);
  const client = new OpenBaoClient(openBaoSettings(settings, url));
  return fileKeySource(file, transitEncoding(client, settings.transitMount, transitKey));
}

/**
 * Writes the row that makes a database an instance's. The audit log's key is random and wrapped by the master key, so
 * that the master key can change without a new chain; a master key that can't unwrap it belongs to another instance.
 */
export async function insertInstance({ query }: Transaction, wrapping: KeyObject, now: number): Promise<void> {
  const audit_key = wrapKey(wrapping, auditKeyOwner, randomBytes(32));
  await query
    .insertInto("instance")
    .values({ id: randomUUID(), created_at: now, audit_key, vault: null, rows_sealed: 1 })
    .execute();
}

/** Whether a database is an instance's already. */
export async function isInstance(query: Kysely<Tables>): Promise<boolean> {
  return (await query.selectFrom("instance").select("id").executeTakeFirst()) !== undefined;
}

/**
 * The audit log's key.
 *
 * @throws ServerError `DECRYPTION_FAILED` for another instance's master key.
 */
export async function readAuditKey(query: Kysely<Tables>, wrapping: KeyObject): Promise<KeyObject> {
  const { audit_key } = await query.selectFrom("instance").select("audit_key").executeTakeFirstOrThrow();
  return unwrapKey(wrapping, auditKeyOwner, audit_key);
}

/** Wraps the audit log's key anew. */
export async function rewrapAuditKey({ query }: Transaction, from: KeyObject, to: KeyObject): Promise<void> {
  const audit_key = wrapKey(to, auditKeyOwner, (await readAuditKey(query, from)).export());
  await query.updateTable("instance").set({ audit_key }).execute();
}

/**
 * The key that wraps an instance's keys, as the database has it now. `rotate-key` may change it while this process
 * serves: then the master key is read again.
 */
export class WrappingKeys {
  readonly #source: MasterKeySource;
  readonly #database: Database;
  #known: KeyObject | undefined;

  constructor(source: MasterKeySource, database: Database) {
    this.#source = source;
    this.#database = database;
  }

  /**
   * Gives the key, and remembers it.
   *
   * @throws ServerError `DECRYPTION_FAILED` if the master key is another instance's, and `MASTER_KEY_INVALID` if it
   *   can't be read.
   */
  async of(query: Kysely<Tables>): Promise<KeyObject> {
    while (this.#known === undefined || !(await opensInstance(query, this.#known))) {
      const { candidate, key } = await findKey(this.#source, query);
      // After a rotation, the last step of which may still be to come: the old key goes once the power can't take the rotation back.
      await this.#database.flush();
      await candidate.promote();
      this.#known = key;
    }
    return this.#known;
  }
}

/**
 * The candidate that is an instance's master key, and the wrapping key that comes of it.
 *
 * @throws ServerError `DECRYPTION_FAILED` or `MASTER_KEY_INVALID`, as `WrappingKeys.of`.
 */
export async function findKey(
  source: MasterKeySource,
  query: Kysely<Tables>,
): Promise<{ readonly candidate: KeyCandidate; readonly key: KeyObject }> {
  let unreadable: unknown;
  for (const candidate of await source.candidates()) {
    try {
      const key = wrappingKey(await candidate.read());
      if (await opensInstance(query, key)) return { candidate, key };
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
