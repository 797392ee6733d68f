import { type RawBuilder, sql } from "kysely";
import { anyOf, nameConditions } from "../access/covered-rows.ts";
import type { QuerySecretArgs, Secret_Bool_Exp, String_Comparison_Exp } from "../generated/resolvers.ts";
import { ServerError } from "../server-error.ts";
import { filterOf, type Listing } from "./lists.ts";

/** Conditions that are merged; SQLite takes 500 parts. */
const maxParts = 100;

const known = sql`id, name, folder, version, created_at, updated_at, updated_by, note, owner, rotate_by, last_read_at`;
const secretRows = { table: "secret", columns: sql`${known}, null as deleted_at` } as const;
const removedRows = { table: "removed_secret", columns: sql`${known}, deleted_at` } as const;

/**
 * The team's secrets, or those that were removed.
 *
 * @param covered - the names that the caller may see, as `coveredNames` gives them.
 * @throws ServerError `BAD_INPUT` for an order that there is not.
 */
export function listSecrets(
  teamId: string,
  covered: readonly string[] | null,
  where: Secret_Bool_Exp,
  { name: byName, createdAt, updatedAt }: NonNullable<QuerySecretArgs["order_by"]>,
): Listing {
  // Names are unique: whatever else the order says, nothing is left to say.
  if (byName || (!createdAt && !updatedAt)) return listByName(teamId, covered, where, byName ?? "asc");
  if (createdAt && updatedAt) {
    throw new ServerError("BAD_INPUT", "The order has two times.", "Order by createdAt or by updatedAt.");
  }
  if (where.deleted) {
    throw new ServerError("BAD_INPUT", "Removed secrets are listed by name.", "Leave createdAt and updatedAt out.");
  }
  const visible = covered === null ? undefined : anyOf(nameConditions(covered));
  const within = visible === undefined ? [] : [visible];
  return {
    ...secretRows,
    parts: [{ where: [sql`team_id = ${teamId}`] }],
    key: [createdAt ? "created_at" : "updated_at", "name"],
    order: createdAt ?? updatedAt ?? "asc",
    visible,
    filter: filterOf([...nameRanges(where.name), ...inFolder(where), ...otherConditions(where), ...within]),
  };
}

/**
 * The team's secrets in the order of their names.
 *
 * @param covered - the names that the caller may see, as `coveredNames` gives them.
 */
export function listByName(
  teamId: string,
  covered: readonly string[] | null,
  where: Secret_Bool_Exp,
  order: "asc" | "desc" = "asc",
): Listing {
  const { name, folder, deleted } = where;
  const ranges = nameRanges(name);
  const within = nameConditions(covered);
  const isMerged = within.length > 0 && within.length <= maxParts;
  const filters = [
    ...otherConditions(where),
    ...(deleted ? inFolder(where) : []),
    ...(isMerged ? [] : [anyOf(within)]),
  ];
  const part = (conditions: readonly RawBuilder<unknown>[]): Listing["parts"][number] => {
    const team = { column: "team_id", value: teamId };
    if (typeof folder !== "string" || deleted) return { where: [sql`team_id = ${teamId}`, ...conditions] };
    return { where: conditions, lead: [team, { column: "folder", value: folder }] };
  };
  return {
    ...(deleted ? removedRows : secretRows),
    parts: isMerged ? within.map((one) => part([...ranges, one])) : [part(ranges)],
    key: ["name"],
    order,
    filter: filterOf(filters),
  };
}

/** What an index of names serves. */
function nameRanges(name: String_Comparison_Exp | null | undefined): RawBuilder<boolean>[] {
  const { _eq, _in, _starts_with } = name ?? {};
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

function inFolder({ folder }: Secret_Bool_Exp): RawBuilder<boolean>[] {
  return typeof folder === "string" ? [sql`folder = ${folder}`] : [];
}

function otherConditions({ name, rotateBy, lastReadAt }: Secret_Bool_Exp): RawBuilder<boolean>[] {
  const conditions: RawBuilder<boolean>[] = [];
  const part = name?._contains;
  // The same in every database, which `like` is not. No name is as long as what is left out.
  if (typeof part === "string" && part !== "") conditions.push(sql`replace(name, ${part.slice(0, 1000)}, '') <> name`);
  if (rotateBy?._lt != null) conditions.push(sql`rotate_by < ${rotateBy._lt}`);
  if (lastReadAt?._lt != null) conditions.push(sql`last_read_at < ${lastReadAt._lt}`);
  if (lastReadAt?._is_null != null)
    conditions.push(lastReadAt._is_null ? sql`last_read_at is null` : sql`last_read_at is not null`);
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
