import type { Kysely } from "kysely";
import type { Tables } from "../database/tables.ts";

/** How many runs of the whole instance have neither ended nor expired. */
export async function countLiveRuns(database: Kysely<Tables>, now: number): Promise<number> {
  const { live } = await database
    .selectFrom("run")
    .select((row) => row.fn.countAll().as("live"))
    .where("ended_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirstOrThrow();
  return Number(live);
}
