import type { Kysely } from "kysely";
import type { TeamCaller } from "../access/caller.ts";
import { endToken } from "../access/end-token.ts";
import { type AuditCall, withKnown } from "../audit/audit-entry.ts";
import type { Queries } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import type { ServerParts } from "../server-parts.ts";
import { endRunsInParts } from "./end-runs.ts";

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
