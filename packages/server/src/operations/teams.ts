import { checkStillLive } from "../access/authenticate.ts";
import { insertTeam, newTeam } from "../access/new-team.ts";
import { checkName } from "../input/names.ts";
import { ServerError } from "../server-error.ts";
import type { Operations } from "./operation.ts";
import { defaultPageRows, readPage } from "./page.ts";

/** The teams of the instance. */
export const teams: Operations<"teams" | "createTeam"> = {
  /** Every team of the instance for an admin of its first team; for any other admin, their own. */
  teams: {
    for: "token",
    action: "team.list",
    run: async ({ server, token: { teamId, ofFirstTeam } }, args) => {
      const page = readPage(args, defaultPageRows, server.limits.pageRows);
      let query = server.database.reader.selectFrom("team").select(["id", "name", "created_at"]);
      if (!ofFirstTeam) query = query.where("id", "=", teamId);
      const { id, name } = args.where ?? {};
      if (typeof id === "string") query = query.where("id", "=", id);
      if (typeof name === "string") query = query.where("name", "=", name);
      const rows = await query.orderBy("name").limit(page.limit).offset(page.offset).execute();
      return rows.map((row) => ({ id: row.id, name: row.name, createdAt: row.created_at }));
    },
  },

  /** Makes a team and its first admin token, shown this once. For admins of the instance's first team. */
  createTeam: {
    for: "token",
    action: "team.create",
    subjects: ({ input }) => [input.name],
    run: async ({ server, token, calls }, { input: { name } }) => {
      if (!token.ofFirstTeam) {
        throw new ServerError(
          "FORBIDDEN",
          "Only an admin of the instance's first team may create teams.",
          "Ask whoever set this server up.",
        );
      }
      checkName(name, server.limits.nameCharacters, "A team's name");
      const made = { createdAt: server.clock(), createdBy: token.actor, createdById: token.id };
      const team = newTeam(name, false, made);
      await server.audit.write(calls, async (transaction) => {
        const { query } = transaction;
        await checkStillLive(query, server.rowKeys, token, made.createdAt);
        const taken = await query.selectFrom("team").select("id").where("name", "=", name).executeTakeFirst();
        if (taken !== undefined) {
          throw new ServerError("CONFLICT", "There is a team of that name already.", "Choose another name.");
        }
        await insertTeam(transaction, server, team);
      });
      return { team: { id: team.id, name, createdAt: team.createdAt }, token: team.admin.token };
    },
  },
};
