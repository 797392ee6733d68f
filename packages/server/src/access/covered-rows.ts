import { type RawBuilder, sql } from "kysely";
import { foldersAround } from "./folders.ts";
import { isFolder } from "./grants.ts";

/**
 * Conditions on the column `name` of which each name that `coveredNames` gives meets one, and no other name meets any.
 *
 * @param names - full names and folders; null: all.
 */
export function nameConditions(names: readonly string[] | null): RawBuilder<boolean>[] {
  if (names === null) return [sql<boolean>`true`];
  const folders = outermost(names.filter(isFolder).map((name) => name.slice(0, -1)));
  const inFolders = new Set(folders);
  const full = names.filter((name) => !isFolder(name) && !foldersAround(name).some((folder) => inFolders.has(folder)));
  const ranges = folders.map(inFolder);
  return full.length === 0 ? ranges : [sql<boolean>`name in (${sql.join(full)})`, ...ranges];
}

/** One condition that is met where any of several is. It is a balanced tree, as SQLite limits how deep an expression may be. */
export function anyOf(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  const [first] = conditions;
  if (first === undefined) return sql<boolean>`false`;
  if (conditions.length === 1) return first;
  const half = conditions.length >> 1;
  return sql<boolean>`(${anyOf(conditions.slice(0, half))} or ${anyOf(conditions.slice(half))})`;
}

/** Prefixes without those that begin with another. */
function outermost(prefixes: readonly string[]): string[] {
  const found: string[] = [];
  for (const prefix of [...prefixes].sort()) {
    const last = found.at(-1);
    if (last === undefined || !prefix.startsWith(last)) found.push(prefix);
  }
  return found;
}

/** Names that begin with a prefix that ends in `/`: those before the prefix with `0`, the character after `/`. */
function inFolder(prefix: string): RawBuilder<boolean> {
  return sql<boolean>`(name >= ${prefix} and name < ${`${prefix.slice(0, -1)}0`})`;
}
