import type { Kysely, Selectable } from "kysely";
import type { Caller } from "../access/caller.ts";
import type { Tables } from "../database/tables.ts";
import { ServerError } from "../server-error.ts";

/** A run that the caller may extend or end: any of its team's; for a run, itself. Others are as if they weren't there. */
export async function findRun(query: Kysely<Tables>, caller: Caller, id: string): Promise<Selectable<Tables["run"]>> {
  const row =
    caller.kind === "run" && caller.id !== id
      ? undefined
      : await query
          .selectFrom("run")
          .selectAll()
          .where("id", "=", id)
          .where("team_id", "=", caller.teamId)
          .executeTakeFirst();
  if (row !== undefined) return row;
  throw new ServerError("NOT_FOUND", "There is no such run.", "Use the id that openRun gave.");
}
