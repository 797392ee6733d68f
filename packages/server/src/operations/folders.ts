import { type RawBuilder, sql } from "kysely";
import { foldersAround } from "../access/folders.ts";
import { coveredNames, isFolder } from "../access/grants.ts";
import type { Folder, FolderResolvers } from "../generated/resolvers.ts";
import { allOf, inGroups, type ListReader } from "./lists.ts";
import type { Operations } from "./operation.ts";
import { defaultPageRows, readPage } from "./page.ts";

/** A folder with secrets; they are counted when they are asked for, for the whole page at once. */
export type ListedFolder = Omit<Folder, "secrets"> & { secrets(): Promise<number> };

/** Folders that one statement finds, and names that one asks for. */
const atOnce = 500;
/** What one statement counts of each folder of a group, and of one that has more. */
const countedAtOnce = { folders: 100, ofEach: 20, ofOne: 2000 };

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
  /** With all that is in them; none is in another. An empty string stands for all. */
  readonly whole: readonly string[];
  /** Of other folders, names that may be seen. */
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
  readonly where: RawBuilder<boolean>;
}

function rangesOf(whole: readonly string[]): Range[] {
  return whole.flatMap((folder) => {
    if (folder === "") return [{ begin: "", where: sql<boolean>`folder >= ''` }];
    // Between a folder and those in it stand others: `prod!` is before `prod/`, and `prod0` the first behind.
    const [begin, end] = [`${folder}/`, `${folder}0`];
    return [
      { begin: folder, where: sql<boolean>`folder = ${folder}` },
      { begin, where: sql<boolean>`folder >= ${begin} and folder < ${end}` },
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
    if ("where" in source) {
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
  { where }: Range,
  after: string | null,
  limit: number,
): Promise<string[]> {
  const found: string[] = [];
  let from = after === null ? sql<boolean>`true` : sql<boolean>`folder > ${after}`;
  while (found.length < limit) {
    const max = Math.min(atOnce, limit - found.length);
    const rows = await read(stepsFrom(teamId, allOf([where, from]), where, max));
    budget.addRows(rows);
    for (const { folder } of rows) found.push(folder);
    if (rows.length < max) break;
    from = sql<boolean>`folder > ${found.at(-1)}`;
  }
  return found;
}

/** From folder to folder along the index, past the secrets in each. */
function stepsFrom(
  teamId: string,
  first: RawBuilder<boolean>,
  where: RawBuilder<boolean>,
  max: number,
): RawBuilder<{ folder: string }> {
  const next = (condition: RawBuilder<boolean>): RawBuilder<unknown> => sql`(
    select folder from secret where team_id = ${teamId} and ${condition} order by team_id, folder limit 1)`;
  return sql`with recursive step (found, number) as (
    select ${next(first)}, 1
    union all
    select ${next(sql`${where} and folder > step.found`)}, number + 1 from step
    where found is not null and number < ${sql.lit(max)}
  ) select found as folder from step where found is not null order by number`;
}

interface Count {
  readonly folder: string;
  readonly secrets: number | string;
  /** The last name that was counted; null for none. */
  readonly last: string | null;
}

async function countSecrets(
  { read }: ListReader,
  teamId: string,
  folders: readonly string[],
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  const { ofEach, ofOne } = countedAtOnce;
  for (const group of inGroups(folders, countedAtOnce.folders)) {
    const each = group.map((folder) => countOf(teamId, folder, "", ofEach));
    for (const { folder, secrets, last } of await read(sql<Count>`${sql.join(each, sql` union all `)}`)) {
      let count = Number(secrets);
      let behind = count < ofEach ? null : last;
      while (behind !== null) {
        const [more] = await read(countOf(teamId, folder, behind, ofOne));
        const added = Number(more?.secrets ?? 0);
        count += added;
        behind = added < ofOne ? null : (more?.last ?? null);
      }
      counts.set(folder, count);
    }
  }
  return counts;
}

/** Counts the names of a folder behind one, at most `max`. */
function countOf(teamId: string, folder: string, behind: string, max: number): RawBuilder<Count> {
  const [team, own] = [sql`team_id = ${teamId}`, sql`folder = ${folder}`];
  return sql`select cast(${folder} as text) as folder, count(*) as secrets, max(name) as last from (
    select name from secret where ${team} and ${own} and name > ${behind} order by team_id, folder, name
    limit ${sql.lit(max)}) as slice`;
}

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
