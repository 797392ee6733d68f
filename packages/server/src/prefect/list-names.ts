import { tooManyRows } from "../graphql/page.ts";
import type { RequestContext } from "../graphql/request-context.ts";

/**
 * The team's names in order, as Prefect's `Secret.exists()` asks for them. A run is told of those that it may read, which
 * it could find out by reading. Throws `LIMIT_EXCEEDED` for more than a page: Prefect's client can't ask for the next.
 */
export async function listNames({ server, caller }: RequestContext): Promise<string[]> {
  const most = server.limits.pageRows;
  let query = server.database.reader.selectFrom("secret").select("name").where("team_id", "=", caller.teamId);
  if (caller.kind === "run" && caller.allow !== null) query = query.where("name", "in", [...caller.allow]);
  const rows = await query
    .orderBy("name")
    .limit(most + 1)
    .execute();
  if (rows.length > most) throw tooManyRows(most);
  return rows.map(({ name }) => name);
}
