import type { Kysely } from "kysely";
import type { Tables } from "../database/tables.ts";
import { runIsLive } from "./live.ts";

/**
 * Ends a token at once, and with it its live runs, its sessions and what is known of whose it is.
 *
 * @param now - milliseconds since 1970.
 */
export async function endToken(query: Kysely<Tables>, id: string, now: number): Promise<void> {
  await query.updateTable("token").set({ revoked_at: now, mac: null }).where("id", "=", id).execute();
  await query.deleteFrom("session").where("token_id", "=", id).execute();
  await query.deleteFrom("person").where("token_id", "=", id).execute();
  await endRuns(query, id, now);
}

/**
 * Ends live runs that a credential opened.
 *
 * @param expireBy - those that expire by then, in milliseconds since 1970; absent: all.
 */
export async function endRuns(
  query: Kysely<Tables>,
  openedById: string,
  now: number,
  expireBy: number = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  await query
    .updateTable("run")
    .set({ ended_at: now, mac: null })
    .where("opened_by_id", "=", openedById)
    .where("expires_at", "<=", expireBy)
    .where(runIsLive(now))
    .execute();
}
