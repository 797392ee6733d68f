import { type KeyObject, randomBytes, randomUUID } from "node:crypto";
import type { Kysely } from "kysely";
import type { Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { unwrapKey, wrapKey } from "../vault/encryption.ts";

const owner = "audit";

/**
 * Writes the row that makes a database an instance's. The audit log's key is random and wrapped by the master key, so
 * that the master key can change without a new chain; a master key that can't unwrap it belongs to another instance.
 */
export async function insertInstance({ query }: Transaction, wrapping: KeyObject, now: number): Promise<void> {
  const audit_key = wrapKey(wrapping, owner, randomBytes(32));
  await query.insertInto("instance").values({ id: randomUUID(), created_at: now, audit_key, vault: null }).execute();
}

export async function isInstance(query: Kysely<Tables>): Promise<boolean> {
  return (await query.selectFrom("instance").select("id").executeTakeFirst()) !== undefined;
}

/** The audit log's key. Throws `DECRYPTION_FAILED` for another instance's master key. */
export async function readAuditKey(query: Kysely<Tables>, wrapping: KeyObject): Promise<KeyObject> {
  const { audit_key } = await query.selectFrom("instance").select("audit_key").executeTakeFirstOrThrow();
  return unwrapKey(wrapping, owner, audit_key);
}

/** Wraps the audit log's key anew. */
export async function rewrapAuditKey({ query }: Transaction, from: KeyObject, to: KeyObject): Promise<void> {
  const key = (await readAuditKey(query, from)).export();
  await query
    .updateTable("instance")
    .set({ audit_key: wrapKey(to, owner, key) })
    .execute();
}
