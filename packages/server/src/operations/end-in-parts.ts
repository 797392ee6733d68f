import type { Kysely } from "kysely";
import type { TeamCaller } from "../access/caller.ts";
import { endRuns, endToken } from "../access/end-token.ts";
import { runIsLive } from "../access/live.ts";
import { type AuditCall, instant, withKnown } from "../audit/audit-entry.ts";
import type { Queries } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
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

/** A token of somebody who signed in, that was ended. */
export type EndedToken = Pick<Tables["token"], "id" | "name">;

/** People who are looked at, and whose tokens are ended, in one commit. */
const peopleAtOnce = 100;

/**
 * Ends most of the tokens that people signed in to by a trust that is about to be deleted, so that the commit which does that, and
 * ends the rest, is short. Each part is a commit of its own with a row in the audit log for each token.
 *
 * @param caller - who deletes it: their own token lives on until that commit.
 * @param check - throws, in each commit, if the caller may not, or not any more.
 */
export async function endPeopleInParts(
  server: ServerParts,
  caller: TeamCaller,
  calls: readonly AuditCall[],
  id: string,
  check: (queries: Queries) => Promise<unknown>,
): Promise<void> {
  const { audit, clock, database } = server;
  let after = "";
  for (;;) {
    const page = await tokensByTrust(database.reader, caller.teamId, id, after).limit(peopleAtOnce).execute();
    const last = page.at(-1)?.token_id;
    // The commit that deletes the trust ends those of the last part.
    if (last === undefined || page.length < peopleAtOnce) return;
    for (const { token_id: tokenId } of page) await endRunsInParts(server, calls[0], tokenId, check);
    await audit.write(
      (ended: readonly EndedToken[]) => callsOfRevocations(calls, ended),
      async (transaction) => {
        await check(transaction);
        const others = page.filter(({ token_id: tokenId }) => tokenId !== caller.id);
        return endTokens(transaction.query, others, clock());
      },
    );
    after = last;
    await new Promise(setImmediate);
  }
}

/** Ends the live tokens that people signed in to by a trust, as far as they are left. */
export async function endPeople(
  query: Kysely<Tables>,
  teamId: string,
  trustId: string,
  now: number,
): Promise<EndedToken[]> {
  return endTokens(query, await tokensByTrust(query, teamId, trustId, "").execute(), now);
}

/** A row of the audit log for each token that was ended. */
export function callsOfRevocations(calls: readonly AuditCall[], ended: readonly EndedToken[]): AuditCall[] {
  return ended.flatMap(({ id, name }) =>
    withKnown(calls, { subject: id, detail: { name } }).map((call) => ({ ...call, action: "token.revoke" })),
  );
}

function tokensByTrust(query: Kysely<Tables>, teamId: string, trustId: string, after: string) {
  return (
    query
      .selectFrom("person")
      .select("token_id")
      .where("team_id", "=", teamId)
      .where("token_id", ">", after)
      // A JSON list of ids, none of which is a part of another.
      .where("trusts", "like", `%"${trustId}"%`)
      .orderBy("token_id")
  );
}

async function endTokens(
  query: Kysely<Tables>,
  people: readonly Pick<Tables["person"], "token_id">[],
  now: number,
): Promise<EndedToken[]> {
  const ended: EndedToken[] = [];
  for (const { token_id: tokenId } of people) {
    const token = await query
      .selectFrom("token")
      .select(["id", "name"])
      .where("id", "=", tokenId)
      .where("revoked_at", "is", null)
      .executeTakeFirst();
    if (token === undefined) continue;
    await endToken(query, tokenId, now);
    ended.push(token);
  }
  return ended;
}
