import type { KeyObject } from "node:crypto";
import type { Kysely } from "kysely";
import type { Tables } from "../database/tables.ts";
import { fieldsMac, isSameMac } from "../encode-fields.ts";
import { deriveKey } from "../vault/encryption.ts";

/** Up to which row the log was archived: the rows after it are chained to that row's mac. */
export interface AuditAnchor {
  readonly seq: number;
  readonly mac: Buffer;
  /** Milliseconds since 1970. */
  readonly archivedAt: number;
}

/** The anchor of a log; undefined if nothing was archived, or if it is not what this instance wrote. */
export async function readAnchor(query: Kysely<Tables>, auditKey: KeyObject): Promise<AuditAnchor | undefined> {
  const row = await query.selectFrom("audit_anchor").selectAll().executeTakeFirst();
  if (row === undefined || !Buffer.isBuffer(row.mac) || !Buffer.isBuffer(row.seal)) return undefined;
  const anchor = { seq: row.seq, mac: row.mac, archivedAt: row.archived_at };
  return isSameMac(row.seal, sealOf(auditKey, anchor)) ? anchor : undefined;
}

/** Whether the log was archived up to a row or beyond it. */
export async function isArchived(query: Kysely<Tables>, auditKey: KeyObject, seq: number): Promise<boolean> {
  return ((await readAnchor(query, auditKey))?.seq ?? 0) >= seq;
}

/** Puts an anchor in the place of the one before. */
export async function writeAnchor(query: Kysely<Tables>, auditKey: KeyObject, anchor: AuditAnchor): Promise<void> {
  const { seq, mac, archivedAt } = anchor;
  await query.deleteFrom("audit_anchor").execute();
  const row = { seq, mac, archived_at: archivedAt, seal: sealOf(auditKey, anchor) };
  await query.insertInto("audit_anchor").values(row).execute();
}

function sealOf(auditKey: KeyObject, { seq, mac, archivedAt }: AuditAnchor): Buffer {
  const key = deriveKey(auditKey, "keyfold audit anchor 1");
  return fieldsMac(key, ["keyfold audit anchor 1", seq, mac, archivedAt]);
}
