import type { Kysely } from "kysely";
import { endRuns } from "../access/end-token.ts";
import { runIsLive } from "../access/live.ts";
import { type AuditCall, instant } from "../audit/audit-entry.ts";
import type { Tables } from "../database/tables.ts";
import type { ServerParts } from "../server-parts.ts";

/** Runs that one commit ends, unless more of them expire in the same millisecond: others' commits wait for it. */
const runsAtOnce = 200;

/**
 * Ends most of the runs of a credential that is about to be revoked or deleted, so that the commit which does that, and ends
 * the rest, is short. Each part is a commit of its own with a row in the audit log, and others' commits go between them.
 *
 * @param call - who revokes or deletes it.
 * @param check - throws, in each commit, if the caller may not.
 */
export async function endRunsInParts(
  { audit, clock, limits }: ServerParts,
  call: AuditCall | undefined,
  openedById: string,
  check: (query: Kysely<Tables>) => Promise<unknown>,
): Promise<void> {
  const rowsOf = (last: number | undefined): AuditCall[] => {
    if (call === undefined || last === undefined) return [];
    return [{ ...call, action: "run.end", subject: null, detail: { openedById, expiresBy: instant(last) } }];
  };
  // No more parts than there can be runs: whoever opens others meanwhile does not keep their credential.
  for (let part = 0; part <= limits.liveRuns / runsAtOnce; part += 1) {
    const last = await audit.write(rowsOf, async ({ query }) => {
      await check(query);
      const now = clock();
      const live = query.selectFrom("run").where("opened_by_id", "=", openedById).where(runIsLive(now));
      const end = live.select("expires_at").orderBy("expires_at").limit(1).offset(runsAtOnce);
      const next = await end.executeTakeFirst();
      if (next === undefined) return undefined;
      await endRuns(query, openedById, now, next.expires_at);
      return next.expires_at;
    });
    // What came in meanwhile is served, before the next part is asked for.
    await new Promise(setImmediate);
    if (last === undefined) return;
  }
}
