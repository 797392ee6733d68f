import { type RawBuilder, sql } from "kysely";
import { foldersAround } from "../access/folders.ts";
import { coveredNames, isFolder } from "../access/grants.ts";
import type { Folder, FolderResolvers } from "../generated/resolvers.ts";
import { inGroups, type ListReader } from "./lists.ts";
import type { Operations } from "./operation.ts";
import { defaultPageRows, readPage } from "./page.ts";

/** A folder with secrets; they are counted when they are asked for, for the whole page at once. */
export type ListedFolder = Omit<Folder, "secrets"> & { secrets(): Promise<number> };

/** Folders that one statement finds, and names that one asks for. */
const atOnce = 500;
/** Names that one statement counts. */
const countedAtOnce = 2000;
/** Folders that one statement counts the names of: in the first round, the second and so on. */
const countedTogether = [100, 20, 4, 1];

/** The folders of the team's secrets, of those that the caller may see. */
export const folders: Operations<"folders"> = {
  folders: {
    for: "token",
    action: "secret.list",
    run: async ({ server: { limits }, token: { teamId, id, grants }, lists }, { where, limit, after }) => {
      const page = readPage({ limit: limit ?? null }, defaultPageRows, limits.pageRows);
      const seen = seenFolders(coveredNames(grants, "auditor"), where?.folder ?? "");
      const found = await lists.read(id, (reader) => findFolders(reader, teamId, seen, after ?? null, page.limit));
      let counts: Promise<Map<string, number>> | undefined;
      return found.map(({ folder, secrets }) => ({
        folder,
        secrets: async () => {
          if (secrets !== undefined) return secrets;
          const whole = found.flatMap((one) => (one.secrets === undefined ? [one.folder] : []));
          counts ??= lists.more(id, (reader) => countSecrets(reader, teamId, whole));
          return (await counts).get(folder) ?? 0;
        },
      }));
    },
  },
};

/** The fields of a listed folder that are not in its row. */
export const folderFields: FolderResolvers = { secrets: (folder) => folder.secrets() };

/** Which folders a caller may see. */
interface SeenFolders {
  /** Folders that may be seen with all that is in them, none inside another; an empty string stands for all. */
  readonly whole: readonly string[];
  /** Names in other folders that may be seen. */
  readonly names: readonly string[];
}

interface FoundFolder {
  readonly folder: string;
  /** Undefined: all that are in it. */
  readonly secrets?: number;
}

function seenFolders(covered: readonly string[] | null, asked: string): SeenFolders {
  if (covered === null) return { whole: [asked], names: [] };
  const whole = new Set<string>();
  for (const name of covered.filter(isFolder)) {
    const folder = name.slice(0, -2);
    if (isWithin(folder, asked)) whole.add(folder);
    else if (isWithin(asked, folder)) whole.add(asked);
  }
  const outermost = [...whole].filter(
    (folder) => !foldersAround(folder).some((outer) => whole.has(outer.slice(0, -1))),
  );
  const isSeen = (folder: string): boolean => outermost.some((outer) => isWithin(folder, outer));
  const names = covered.filter((name) => {
    const folder = folderOf(name);
    return !isFolder(name) && isWithin(folder, asked) && !isSeen(folder);
  });
  return { whole: outermost, names };
}

/** The folder that a secret is in, by its name: what stands before the last `/`; empty at the root. */
export function folderOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf("/")));
}

function isWithin(folder: string, outer: string): boolean {
  return outer === "" || folder === outer || folder.startsWith(`${outer}/`);
}

/** Folders that stand together in the index. */
interface Range {
  readonly begin: string;
  /** Where they end. */
  readonly end: RawBuilder<boolean>;
}

function rangesOf(whole: readonly string[]): Range[] {
  return whole.flatMap((folder) => {
    if (folder === "") return [{ begin: "", end: sql<boolean>`true` }];
    // Between a folder and those in it stand others: `prod!` is before `prod/`, and `prod0` the first behind.
    return [
      { begin: folder, end: sql<boolean>`folder <= ${folder}` },
      { begin: `${folder}/`, end: sql<boolean>`folder < ${`${folder}0`}` },
    ];
  });
}

/** In the order of the index: by the bytes of UTF-8. */
async function findFolders(
  reader: ListReader,
  teamId: string,
  { whole, names }: SeenFolders,
  after: string | null,
  limit: number,
): Promise<FoundFolder[]> {
  const counted = await countNames(reader, teamId, names);
  const single = [...counted].map(([begin, secrets]) => ({ begin, secrets }));
  const sources = [...rangesOf(whole), ...single].sort((a, b) => compareBytes(a.begin, b.begin));
  const found: FoundFolder[] = [];
  for (const source of sources) {
    const room = limit - found.length;
    if (room === 0) break;
    if ("end" in source) {
      for (const folder of await findInRange(reader, teamId, source, after, room)) found.push({ folder });
    } else if (after === null || compareBytes(source.begin, after) > 0) {
      found.push({ folder: source.begin, secrets: source.secrets });
    }
  }
  return found;
}

/** How many of some names are there, by folder. */
async function countNames(
  { read, budget }: ListReader,
  teamId: string,
  names: readonly string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const group of inGroups(names, atOnce)) {
    const rows = await read<{ folder: string; secrets: number | string }>(sql`
      select folder, count(*) as secrets from secret where team_id = ${teamId} and name in (${sql.join(group)})
      group by folder`);
    budget.addRows(rows);
    for (const { folder, secrets } of rows) counts.set(folder, (counts.get(folder) ?? 0) + Number(secrets));
  }
  return counts;
}

/** Folders of a range behind another, at most `limit`. */
async function findInRange(
  { read, budget }: ListReader,
  teamId: string,
  { begin, end }: Range,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const found: string[] = [];
  const isBehind = after !== null && compareBytes(after, begin) >= 0;
  let from = isBehind ? sql<boolean>`folder > ${after}` : sql<boolean>`folder >= ${begin}`;
  while (found.length < limit) {
    const max = Math.min(atOnce, limit - found.length);
    const rows = await read(stepsFrom(teamId, from, end, max));
    budget.addRows(rows);
    for (const { folder } of rows) found.push(folder);
    if (rows.length < max) break;
    from = sql<boolean>`folder > ${found.at(-1)}`;
  }
  return found;
}

/**
 * From folder to folder along the index, past the secrets in each. Each step has one lower bound: of two, SQLite may go to the
 * lower one, and from there through all that was passed before.
 */
function stepsFrom(
  teamId: string,
  from: RawBuilder<boolean>,
  end: RawBuilder<boolean>,
  max: number,
): RawBuilder<{ folder: string }> {
  const next = (begin: RawBuilder<boolean>): RawBuilder<unknown> => sql`(
    select folder from secret where team_id = ${teamId} and ${begin} and ${end} order by team_id, folder limit 1)`;
  return sql`with recursive step (found, number) as (
    select ${next(from)}, 1
    union all
    select ${next(sql`folder > step.found`)}, number + 1 from step
    where found is not null and number < ${sql.lit(max)}
  ) select found as folder from step where found is not null order by number`;
}

/** A folder whose names behind one are to be counted. */
interface Uncounted {
  readonly folder: string;
  readonly behind: string;
}

/** In rounds: of folders that had more names than a statement counted, the next counts more each, and of fewer folders. */
async function countSecrets(
  { read }: ListReader,
  teamId: string,
  folders: readonly string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let left = folders.map((folder): Uncounted => ({ folder, behind: "" }));
  for (let round = 0; left.length > 0; round += 1) {
    const together = countedTogether[round] ?? 1;
    const more: Uncounted[] = [];
    for (const group of inGroups(left, together)) {
      for (const { folder, secrets, last } of await read(countsOf(teamId, group, countedAtOnce / together))) {
        counts.set(folder, (counts.get(folder) ?? 0) + Number(secrets));
        if (last !== null) more.push({ folder, behind: last });
      }
    }
    left = more;
  }
  return counts;
}

interface Count {
  readonly folder: string;
  readonly secrets: number | string;
  /** The last name that was counted; null if there are no more behind it. */
  readonly last: string | null;
}

/** Counts the names of folders, at most `max` of each. */
function countsOf(teamId: string, folders: readonly Uncounted[], max: number): RawBuilder<Count> {
  const asked = folders.map(({ folder, behind }) => sql`(cast(${folder} as text), cast(${behind} as text))`);
  const names = sql`from secret where team_id = ${teamId} and secret.folder = asked.folder and name > behind
    order by team_id, secret.folder, name limit`;
  return sql`with asked (folder, behind) as (values ${sql.join(asked)})
    select folder,
      (select count(*) from (select 1 ${names} ${sql.lit(max)}) as counted) as secrets,
      (select name ${names} 1 offset ${sql.lit(max - 1)}) as last
    from asked`;
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
