import { endRuns } from "../access/end-token.ts";
import { runIsLive } from "../access/live.ts";
import { type AuditCall, instant } from "../audit/audit-entry.ts";
import type { Queries } from "../database/database.ts";
import type { ServerParts } from "../server-parts.ts";

/** Runs that one commit ends, unless more of them expire in the same millisecond: others' commits wait for it. */
const runsAtOnce = 200;

/**
 * Ends most of the runs of a credential that is about to be revoked or deleted, so that the commit which does that, and ends
 * the rest, is short. Each part is a commit of its own with a row in the audit log, and others' commits go between them.
 *
 * @param call - who revokes or deletes it.
 * @param check - throws, in each commit, if the caller may not, or not any more.
 */
export async function endRunsInParts(
  { audit, clock, database, limits }: ServerParts,
  call: AuditCall | undefined,
  openedById: string,
  check: (queries: Queries) => Promise<unknown>,
): Promise<void> {
  // No more parts than there can be runs: whoever opens others meanwhile does not keep their credential.
  for (let part = 0; part <= limits.liveRuns / runsAtOnce; part += 1) {
    const next = await database.reader
      .selectFrom("run")
      .select("expires_at")
      .where("opened_by_id", "=", openedById)
      .where(runIsLive(clock()))
      .orderBy("expires_at")
      .limit(1)
      .offset(runsAtOnce)
      .executeTakeFirst();
    if (next === undefined) return;
    const detail = { openedById, expiresBy: instant(next.expires_at) };
    const rows: AuditCall[] = call === undefined ? [] : [{ ...call, action: "run.end", subject: null, detail }];
    await audit.write(rows, async (transaction) => {
      await check(transaction);
      await endRuns(transaction.query, openedById, clock(), next.expires_at);
    });
    // What came in meanwhile is served, before the next part is asked for.
    await new Promise(setImmediate);
  }
}
