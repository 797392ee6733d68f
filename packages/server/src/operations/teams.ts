import { sql } from "kysely";
import { describeToken, insertTeam, newTeam } from "../access/new-team.ts";
import { withKnown } from "../audit/audit-entry.ts";
import type { Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { checkName } from "../input/names.ts";
import { ServerError } from "../server-error.ts";
import { mapInTurns } from "./in-turns.ts";
import { type Listing, readRows } from "./lists.ts";
import type { Operations } from "./operation.ts";
import { defaultPageRows, readPage } from "./page.ts";
import { checkMayGive } from "./tokens.ts";

/** The teams of the instance. */
export const teams: Operations<"teams" | "createTeam"> = {
  /** Every team of the instance for an admin of its first team; for any other admin, their own. */
  teams: {
    for: "token",
    action: "team.list",
    run: ({ server, token, lists }, args) => {
      const page = readPage(args, defaultPageRows, server.limits.pageRows);
      const { id, name } = args.where ?? {};
      const part = token.ofFirstTeam ? [sql`true`] : [sql`id = ${token.teamId}`];
      if (typeof id === "string") part.push(sql`id = ${id}`);
      if (typeof name === "string") part.push(sql`name = ${name}`);
      const columns = sql`id, name, created_at`;
      return lists.read(token.id, async (reader) => {
        const listing: Listing = { table: "team", columns, parts: [{ where: part }], key: ["name"], order: "asc" };
        const rows = await readRows<Pick<Tables["team"], "id" | "name" | "created_at">>(reader, listing, page);
        return mapInTurns(lists, rows, (row) => ({ id: row.id, name: row.name, createdAt: row.created_at }));
      });
    },
  },

  /** Makes a team and its first token, shown this once. For admins of the instance's first team. */
  createTeam: {
    for: "token",
    action: "team.create",
    recentSignIn: true,
    subjects: ({ input }) => [input.name],
    run: async ({ server, token, calls }, { input: { name, runner } }) => {
      if (!token.ofFirstTeam) {
        throw new ServerError(
          "FORBIDDEN",
          "Only an admin of the instance's first team may create teams.",
          "Ask whoever set this server up.",
        );
      }
      checkName(name, server.limits.nameCharacters, "A team's name");
      const by = { createdAt: server.clock(), createdBy: token.actor, createdById: token.id };
      const team = newTeam(name, { isFirst: false, runner: runner ?? true }, by);
      checkMayGive(token, team.admin.grants);
      const made = withKnown(calls, { detail: { id: team.id } });
      const firstToken = withKnown(calls, { subject: team.admin.id, detail: describeToken(team.admin) });
      const ofTeam = firstToken.map((call) => ({ ...call, teamId: team.id, action: "token.create" }));
      const insert = async (transaction: Transaction): Promise<void> => {
        const { query } = transaction;
        const taken = await query.selectFrom("team").select("id").where("name", "=", name).executeTakeFirst();
        if (taken !== undefined) {
          throw new ServerError("CONFLICT", "There is a team of that name already.", "Choose another name.");
        }
        await insertTeam(transaction, server, team);
      };
      await server.audit.write([...made, ...ofTeam], insert, token);
      return {
        team: { id: team.id, name, createdAt: team.createdAt },
        token: team.admin.token,
        grants: team.admin.grants,
      };
    },
  },
};
