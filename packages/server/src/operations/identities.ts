import { sql } from "kysely";
import { coveredThrough, covers, parseGrants } from "../access/grants.ts";
import { isTokenLive, tokenIsLive } from "../access/live.ts";
import type { Access } from "../generated/resolvers.ts";
import { checkName } from "../input/names.ts";
import type { ServerParts } from "../server-parts.ts";
import { type ListReader, readRows } from "./lists.ts";
import type { Operations } from "./operation.ts";
import { tooManyRows } from "./page.ts";

/** Who is calling, and who may read what. */
export const identities: Operations<"whoami" | "access"> = {
  whoami: {
    for: "any",
    action: "auth.whoami",
    run: async ({ server, caller }) => {
      const { teamId, kind, actor, grants, expiresAt } = caller;
      const team = await server.database.reader
        .selectFrom("team")
        .select(["id", "name"])
        .where("id", "=", teamId)
        .executeTakeFirstOrThrow();
      return { team, kind: kind === "team" ? "token" : kind, name: actor, grants, expiresAt };
    },
  },

  /** The live tokens of the team that may open runs which read a name, each with the grants that say so. */
  access: {
    for: "token",
    action: "access.list",
    subjects: ({ name }) => [name],
    run: async ({ server, token, lists }, { name }) => {
      const { limits, clock } = server;
      checkName(name, limits.nameCharacters);
      const now = clock();
      const ids = await lists.read(token.id, (reader) => tokensThatMayRead(reader, token.teamId, name, now));
      const found: Access[] = [];
      for (let from = 0; from < ids.length; from += tokensAtOnce) {
        for (const one of await accessOf(server, ids.slice(from, from + tokensAtOnce), name, now)) found.push(one);
        if (found.length > limits.pageRows) throw tooManyRows(limits.pageRows);
      }
      return found;
    },
  },
};

/** Tokens whose grants are looked at together. */
const tokensAtOnce = 200;

/** The ids of live tokens that say that they may, newest first: whether this instance wrote that is still to be seen. */
async function tokensThatMayRead(reader: ListReader, teamId: string, name: string, now: number): Promise<string[]> {
  const ids: string[] = [];
  const page = { limit: tokensAtOnce, offset: 0 };
  let after: readonly (string | number)[] | undefined;
  for (;;) {
    const rows = await readRows<{ id: string; grants: string; created_at: number }>(
      reader,
      {
        table: "token",
        columns: sql`id, grants, created_at, expires_at, revoked_at`,
        parts: [{ where: [sql`team_id = ${teamId}`] }],
        key: ["created_at", "id"],
        order: "desc",
        filter: tokenIsLive(now),
        after,
      },
      page,
    );
    for (const { id, grants } of rows) if (covers(parseGrants(grants), "runner", name)) ids.push(id);
    const last = rows.at(-1);
    if (last === undefined || rows.length < page.limit) return ids;
    after = [last.created_at, last.id];
  }
}

async function accessOf(
  { database, rowKeys }: ServerParts,
  ids: readonly string[],
  name: string,
  now: number,
): Promise<Access[]> {
  const rows = await database.reader.selectFrom("token").selectAll().where("id", "in", ids).execute();
  const believed = new Map(
    rows.filter((row) => isTokenLive(row, now) && rowKeys.isToken(row)).map((row) => [row.id, row]),
  );
  return ids.flatMap((id) => {
    const row = believed.get(id);
    if (row === undefined) return [];
    const through = coveredThrough(parseGrants(row.grants), "runner", name);
    return through.map((one) => ({ kind: "token" as const, id, name: row.name, through: one }));
  });
}
