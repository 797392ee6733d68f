import type { KeyObject } from "node:crypto";
import { serializeGrants, wholeTeam } from "../access/grants.ts";
import type { RowKeys } from "../access/row-keys.ts";
import { AuditChain } from "../audit/audit-chain.ts";
import { commandEntry } from "../audit/audit-entry.ts";
import type { Database, Transaction } from "../database/database.ts";
import { ServerError } from "../server-error.ts";

/** The longest that a run of before may live in all, in milliseconds. */
const maxRunMs = 7 * 24 * 3600 * 1000;

/**
 * Gives the rows of an instance of before their macs, once: tokens are stored as HMACs of their hashes, admins' have the
 * grants of admin and runner. It is recorded, so that a database in which somebody took the mark of it away is refused.
 *
 * @throws ServerError `AUDIT_BROKEN` for such a database.
 */
export async function sealRows(database: Database, auditKey: KeyObject, keys: RowKeys): Promise<void> {
  if (await isSealed(database.reader)) return;
  await database.transaction(async (transaction) => {
    const { query } = transaction;
    if (await isSealed(query)) return;
    const newer = await query.selectFrom("audit_event").select("seq").where("format", ">", 1).executeTakeFirst();
    const any = await query.selectFrom("audit_event").select("seq").executeTakeFirst();
    if (newer !== undefined || any === undefined) throw unsealed();
    await sealTeams(transaction, keys);
    await sealTokens(transaction, keys);
    await sealRuns(transaction, keys);
    await query.updateTable("instance").set({ rows_sealed: 1 }).execute();
    const last = await query.selectFrom("audit_event").select("at").orderBy("seq", "desc").executeTakeFirstOrThrow();
    await new AuditChain(auditKey).append(transaction, [commandEntry("server", "rows.seal", last.at)]);
  });
}

async function isSealed(query: Database["reader"]): Promise<boolean> {
  return (await query.selectFrom("instance").select("rows_sealed").executeTakeFirst())?.rows_sealed === 1;
}

async function sealTeams({ query }: Transaction, keys: RowKeys): Promise<void> {
  for (const row of await query.selectFrom("team").selectAll().execute()) {
    await query
      .updateTable("team")
      .set({ mac: keys.teamMac(row) })
      .where("id", "=", row.id)
      .execute();
  }
}

async function sealTokens({ query }: Transaction, keys: RowKeys): Promise<void> {
  for (const row of await query.selectFrom("token").selectAll().execute()) {
    const roles = row.role === "admin" ? (["admin", "runner"] as const) : ([row.role] as const);
    const hash = keys.hashOfStored(row.hash);
    const sealed = { ...row, hash, grants: serializeGrants(roles.map(wholeTeam)) };
    const mac = row.revoked_at === null ? keys.tokenMac(sealed) : null;
    await query.updateTable("token").set({ hash, grants: sealed.grants, mac }).where("id", "=", row.id).execute();
  }
}

async function sealRuns({ query }: Transaction, keys: RowKeys): Promise<void> {
  for (const row of await query.selectFrom("run").selectAll().execute()) {
    const hash = keys.hashOfStored(row.hash);
    const latest_end = Math.max(row.expires_at, row.opened_at + maxRunMs);
    const changed = { hash, latest_end, grants: serializeGrants([wholeTeam("runner")]) };
    const mac = row.ended_at === null ? keys.runMac({ ...row, ...changed }) : null;
    await query
      .updateTable("run")
      .set({ ...changed, mac })
      .where("id", "=", row.id)
      .execute();
  }
}

function unsealed(): ServerError {
  return new ServerError(
    "AUDIT_BROKEN",
    "The database says that its rows were never authenticated, but its audit log says otherwise: somebody changed it.",
    "Restore a backup, and keep this database as evidence.",
  );
}
