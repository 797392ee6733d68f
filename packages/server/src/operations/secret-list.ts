import { type RawBuilder, sql } from "kysely";
import { anyOf, nameConditions } from "../access/covered-rows.ts";
import { coveredNames } from "../access/grants.ts";
import type { Tables } from "../database/tables.ts";
import type {
  QuerySecretArgs,
  Secret,
  SecretResolvers,
  SecretVersion,
  String_Comparison_Exp,
} from "../generated/resolvers.ts";
import { checkBatch } from "../input/names.ts";
import { ServerError } from "../server-error.ts";
import { inTurns, mapInTurns } from "./in-turns.ts";
import { allOf, findKey, inGroups, type Listing, type ListReader, readRows } from "./lists.ts";
import type { Operations } from "./operation.ts";
import { readPage, tooManyRows } from "./page.ts";

/** A secret's row; its versions are read when they are asked for, for the whole page at once. */
export type ListedSecret = Omit<Secret, "versions"> & { versions(): Promise<SecretVersion[]> };

type ListedRow = Omit<Tables["secret"], "team_id" | "folder"> & { readonly deleted_at: number | null };
type VersionRow = Pick<Tables["secret_version"], "secret_id" | "version" | "created_at" | "created_by">;

/** The list of the team's names with what is known of them, never a value. */
export const secretList: Operations<"secret"> = {
  /** Without `limit` all of them, or an error. */
  secret: {
    for: "token",
    action: "secret.list",
    run: async ({ server: { limits }, token, lists }, args) => {
      const { teamId, id: tokenId } = token;
      const max = limits.pageRows;
      const page = readPage(args, max + 1, max + 1);
      const { name = {} } = args.where ?? {};
      if (name?._in?.length === 0) return [];
      if (name?._in) checkBatch(name._in, limits.batch);
      const listing = listingOf(teamId, coveredNames(token.grants, "auditor"), name ?? {}, args.order_by ?? {});
      const rows = await lists.read(tokenId, async (reader) => {
        const { after } = args;
        if (typeof after !== "string") return readRows<ListedRow>(reader, listing, page);
        const key = listing.key.length === 1 ? [after] : await findKey(reader, listing, teamId, after);
        return readRows<ListedRow>(reader, { ...listing, after: key }, page);
      });
      if (rows.length > max) throw tooManyRows(max);

      let versions: Promise<Map<string, SecretVersion[]>> | undefined;
      const turn = inTurns();
      return mapInTurns(rows, (row) => ({
        name: row.name,
        version: row.version,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
        updatedBy: row.updated_by,
        note: row.note,
        owner: row.owner,
        rotateBy: row.rotate_by,
        lastReadAt: row.last_read_at,
        deletedAt: row.deleted_at,
        versions: async () => {
          versions ??= lists.more(tokenId, (reader) => readVersions(reader, rows, limits.versionsKept));
          const read = await versions;
          await turn();
          return read.get(row.id) ?? [];
        },
      }));
    },
  },
};

/** The fields of a listed secret that are not in its row. */
export const secretFields: SecretResolvers = { versions: (secret) => secret.versions() };

/** Conditions that are merged; SQLite takes 500 parts. */
const maxParts = 100;

/**
 * The team's secrets in the order of their names.
 *
 * @param covered - those that the caller may see, as `coveredNames` gives them.
 */
export function listingByName(
  teamId: string,
  covered: readonly string[] | null,
  name: String_Comparison_Exp,
  order: "asc" | "desc" = "asc",
): Listing {
  const conditions = [sql`team_id = ${teamId}`, ...conditionsOn(name)];
  const within = nameConditions(covered);
  const listing = { ...secretRows, key: ["name"], order };
  if (within.length === 0 || within.length > maxParts) {
    return { ...listing, parts: [{ where: conditions }], filter: anyOf(within) };
  }
  return { ...listing, parts: within.map((part) => ({ where: [...conditions, part] })) };
}

const secretRows = {
  table: "secret",
  columns: sql`id, name, version, created_at, updated_at, updated_by, note, owner, rotate_by, last_read_at,
    null as deleted_at`,
} as const;

function listingOf(
  teamId: string,
  covered: readonly string[] | null,
  name: String_Comparison_Exp,
  { name: byName, createdAt, updatedAt }: NonNullable<QuerySecretArgs["order_by"]>,
): Listing {
  // Names are unique: whatever else the order says, nothing is left to say.
  if (byName || (!createdAt && !updatedAt)) return listingByName(teamId, covered, name, byName ?? "asc");
  if (createdAt && updatedAt) {
    throw new ServerError("BAD_INPUT", "The order has two times.", "Order by createdAt or by updatedAt.");
  }
  const conditions = [...conditionsOn(name), ...(covered === null ? [] : [anyOf(nameConditions(covered))])];
  return {
    ...secretRows,
    parts: [{ where: [sql`team_id = ${teamId}`] }],
    key: [createdAt ? "created_at" : "updated_at", "name"],
    order: createdAt ?? updatedAt ?? "asc",
    filter: conditions.length === 0 ? undefined : allOf(conditions),
  };
}

function conditionsOn({ _eq, _in, _starts_with }: String_Comparison_Exp): RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = [];
  if (typeof _eq === "string") conditions.push(sql`name = ${_eq}`);
  if (_in) conditions.push(sql`name in (${sql.join(_in)})`);
  if (typeof _starts_with === "string") {
    conditions.push(sql`name >= ${_starts_with}`);
    const end = behindPrefix(_starts_with);
    if (end !== undefined) conditions.push(sql`name < ${end}`);
  }
  return conditions;
}

/** The first string, by code points, behind all that begin with a prefix; undefined if there is none. */
function behindPrefix(prefix: string): string | undefined {
  const characters = [...prefix];
  while (characters.at(-1) === "\u{10ffff}") characters.pop();
  const last = characters.pop()?.codePointAt(0);
  if (last === undefined) return undefined;
  // Surrogates are no code points of a string that a database holds.
  return characters.join("") + String.fromCodePoint(last === 0xd7ff ? 0xe000 : last + 1);
}

/** Names and versions that one statement goes through, unless one name has more. */
const versionsAtOnce = { names: 500, versions: 2000 };

/** Newest first, by the secret's id. */
async function readVersions(
  reader: ListReader,
  secrets: readonly ListedRow[],
  versionsKept: number,
): Promise<Map<string, SecretVersion[]>> {
  const versions = new Map<string, SecretVersion[]>();
  const { names, versions: max } = versionsAtOnce;
  for (const group of inGroups(secrets, names, max, ({ version }) => Math.min(version, versionsKept))) {
    const listing: Listing = {
      table: "secret_version",
      columns: sql`secret_id, version, created_at, created_by`,
      parts: [{ where: [sql`secret_id in (${sql.join(group.map(({ id }) => id))})`] }],
      key: ["secret_id", "version"],
      order: "desc",
    };
    const page = { limit: Number.MAX_SAFE_INTEGER, offset: 0 };
    for (const row of await readRows<VersionRow>(reader, listing, page)) {
      const known = versions.get(row.secret_id) ?? [];
      known.push({ version: row.version, createdAt: row.created_at, createdBy: row.created_by });
      versions.set(row.secret_id, known);
    }
  }
  return versions;
}
