import { sql } from "kysely";
import { coveredThrough, covers, parseGrants } from "../access/grants.ts";
import { tokenIsLive } from "../access/live.ts";
import type { Access } from "../generated/resolvers.ts";
import { checkName } from "../input/names.ts";
import type { ServerParts } from "../server-parts.ts";
import { inGroups, type ListReader, readRows } from "./lists.ts";
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

  /** The live tokens and the trusts of the team that may open runs which read a name, each with the grants that say so. */
  access: {
    for: "token",
    action: "access.list",
    subjects: ({ name }) => [name],
    run: async ({ server, token, lists }, { name }) => {
      const { limits, clock } = server;
      checkName(name, limits.nameCharacters);
      const now = clock();
      const found: Access[] = [];
      for (const kind of ["token", "trust"] as const) {
        const work = (reader: ListReader): Promise<string[]> => whoMayRead(reader, kind, token.teamId, name, now);
        // Both are one list of the request.
        const ids = await (kind === "token" ? lists.read(token.id, work) : lists.more(token.id, work));
        for (const group of inGroups(ids, rowsAtOnce)) {
          for (const one of await accessOf(server, kind, group, name)) found.push(one);
          if (found.length > limits.pageRows) throw tooManyRows(limits.pageRows);
        }
      }
      return found;
    },
  },
};

/** Tokens or trusts whose grants are looked at together. */
const rowsAtOnce = 200;

/** What the list of each kind goes through: tokens newest first, trusts by name. */
const listings = {
  token: { columns: sql`id, grants, created_at, expires_at, revoked_at`, key: ["created_at", "id"], order: "desc" },
  trust: { columns: sql`id, grants, name`, key: ["name"], order: "asc" },
} as const;

/** The ids of live credentials that say that they may: whether this instance wrote that is still to be seen. */
async function whoMayRead(
  reader: ListReader,
  kind: keyof typeof listings,
  teamId: string,
  name: string,
  now: number,
): Promise<string[]> {
  const ids: string[] = [];
  const page = { limit: rowsAtOnce, offset: 0 };
  let after: readonly (string | number)[] | undefined;
  for (;;) {
    const rows = await readRows<{ id: string; grants: string; created_at: number; name: string }>(
      reader,
      {
        ...listings[kind],
        table: kind,
        parts: [{ where: [sql`team_id = ${teamId}`] }],
        filter: kind === "token" ? tokenIsLive(now) : undefined,
        after,
      },
      page,
    );
    for (const { id, grants } of rows) if (covers(parseGrants(grants), "runner", name)) ids.push(id);
    const last = rows.at(-1);
    if (last === undefined || rows.length < page.limit) return ids;
    after = listings[kind].key.map((column) => last[column]);
  }
}

async function accessOf(
  { database, rowKeys }: ServerParts,
  kind: keyof typeof listings,
  ids: readonly string[],
  name: string,
): Promise<Access[]> {
  const { reader } = database;
  // One that was revoked meanwhile is not authentic any more.
  const rows =
    kind === "token"
      ? (await reader.selectFrom("token").selectAll().where("id", "in", ids).execute()).filter(rowKeys.isToken, rowKeys)
      : (await reader.selectFrom("trust").selectAll().where("id", "in", ids).execute()).filter(
          rowKeys.isTrust,
          rowKeys,
        );
  const believed = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = believed.get(id);
    if (row === undefined) return [];
    const through = coveredThrough(parseGrants(row.grants), "runner", name);
    return through.map((one) => ({ kind, id, name: row.name, through: one }));
  });
}
