import { askedName } from "@keyfold/common/folders";
import { type RawBuilder, sql } from "kysely";
import type { RunCaller } from "../access/caller.ts";
import { nameConditions } from "../access/covered-rows.ts";
import { fullNames } from "../access/folders.ts";
import { coveredNames, covers } from "../access/grants.ts";
import { inGroups, type Listing, type ListReader, readRows } from "./lists.ts";
import { tooManyRows } from "./page.ts";

interface NamedRow {
  readonly name: string;
}

/** Names that one statement looks up. */
const namesAtOnce = 500;

/**
 * The names that a run would ask for to read what is there, in order.
 *
 * @throws ServerError `LIMIT_EXCEEDED` for more than `max`.
 */
export async function namesOfRun(reader: ListReader, run: RunCaller, max: number): Promise<string[]> {
  const { folder, grants, allow } = run;
  const search = (asked: string): string[] => fullNames(folder, asked).filter((name) => covers(grants, "runner", name));
  const wanted = allow && [...new Set([...allow].flatMap(search))];
  const there = await namesIn(reader, "secret", run, wanted, max);
  // A name that was removed ends a search.
  const removed = folder === null ? new Set<string>() : await namesIn(reader, "removed_secret", run, wanted, max);
  const asked = allow ?? new Set([...there].map((name) => askedName(folder, name)));
  const found = [...asked].filter((one) => {
    const first = search(one).find((name) => there.has(name) || removed.has(name));
    return first !== undefined && there.has(first);
  });
  return found.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

/** Those of some names that a table has, or all that the run's grants cover. */
async function namesIn(
  reader: ListReader,
  table: "secret" | "removed_secret",
  { teamId, grants }: RunCaller,
  wanted: readonly string[] | null,
  max: number,
): Promise<Set<string>> {
  const parts: RawBuilder<boolean>[] = [];
  if (wanted === null) parts.push(...nameConditions(coveredNames(grants, "runner")));
  for (const group of inGroups(wanted ?? [], namesAtOnce)) {
    parts.push(sql<boolean>`name in (${sql.join(group)})`);
  }
  const names = new Set<string>();
  for (const part of parts) {
    const listing: Listing = {
      table,
      columns: sql`id, name`,
      parts: [{ where: [sql`team_id = ${teamId}`, part] }],
      key: ["name", "id"],
      order: "asc",
    };
    const rows = await readRows<NamedRow>(reader, listing, { limit: max + 1 - names.size, offset: 0 });
    for (const { name } of rows) names.add(name);
    if (names.size > max || rows.length > max) throw tooManyRows(max);
  }
  return names;
}
