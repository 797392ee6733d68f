import { createHmac, type KeyObject } from "node:crypto";
import type { Selectable } from "kysely";
import type { Tables } from "../database/tables.ts";
import { encodeFields } from "../encode-fields.ts";

export type AuditRow = Selectable<Tables["audit_event"]>;

/** What the first row is chained to. */
export const startOfChain: Buffer = Buffer.alloc(32);

/**
 * Authenticates a row and, by the mac of the row before it, everything before it. Whoever can write to the database but
 * has no key can't make one.
 */
export function rowMac(key: KeyObject, previous: Uint8Array, row: Omit<AuditRow, "mac">): Buffer {
  const bytes = encodeFields([
    "keyfold audit 1",
    previous,
    row.seq,
    row.at,
    row.team_id,
    row.request_id,
    row.actor,
    row.actor_id,
    row.action,
    row.subject,
    row.outcome,
    row.code,
  ]);
  // Faster than `digest()`, which makes a buffer with memory of its own.
  return Buffer.from(createHmac("sha256", key).update(bytes).digest("binary"), "binary");
}
