import { type Kysely, sql } from "kysely";
import type { Tables } from "../database/tables.ts";

/** Those of some runs that have neither ended nor expired. */
export async function liveRuns(query: Kysely<Tables>, ids: readonly string[], now: number): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  // As text: each commit with reads does this, and building it would take longer than running it.
  const { rows } = await sql<{ readonly id: string }>`
    select id from run where id in (${sql.join([...new Set(ids)])}) and ended_at is null and expires_at > ${now}`.execute(
    query,
  );
  return new Set(rows.map(({ id }) => id));
}
