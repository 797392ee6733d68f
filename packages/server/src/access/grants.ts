import { isHostWithin, isPathWithin } from "@keyfold/common/uses";
import type { Role } from "../generated/resolvers.ts";
import { foldersAround } from "./folders.ts";

/** A request that a secret may be put into, without its value being given out. */
export interface Use {
  /** A full name, or a folder as `prod/orders/*`. */
  readonly name: string;
  /** The canonical host, with its port where that is not https's own; `*.` in front stands for one level. */
  readonly host: string;
  /** Null: every method. */
  readonly methods: readonly string[] | null;
  /** Canonical, each with all that is under it. Null: every path. */
  readonly paths: readonly string[] | null;
}

/** What a credential may touch. */
export interface Grant {
  readonly role: Role;
  /** Full names, or folders as `prod/orders/*`; null: all of the team's. */
  readonly names: readonly string[] | null;
  /** For a runner: how long each of its runs may live in all, in seconds; null: as long as the server lets it. */
  readonly runSeconds: number | null;
  /** For a runner: its runs only use these, and read nothing; null: its runs read. */
  readonly uses: readonly Use[] | null;
}

/** A grant of a role for all of the team's names. */
export function wholeTeam(role: Role): Grant {
  return { role, names: null, runSeconds: null, uses: null };
}

/** Grants as they are stored. */
export function serializeGrants(grants: readonly Grant[]): string {
  return JSON.stringify(grants.map(({ role, names, runSeconds, uses }) => ({ role, names, runSeconds, uses })));
}

/** Reads what `serializeGrants` wrote, out of a row whose mac was checked. */
export function parseGrants(stored: string): readonly Grant[] {
  return JSON.parse(stored) as Grant[];
}

const strongestFirst: readonly Role[] = ["admin", "editor", "runner", "auditor"];

/** The role by which lists show a credential, which has a grant at least. */
export function strongestRole(grants: readonly Grant[]): Role {
  const role = strongestFirst.find((one) => grants.some((grant) => grant.role === one));
  if (role === undefined) throw new Error("a credential has no grant");
  return role;
}

/** Whose grants count for what a role may touch: an admin does what editors do, and all but runners see names. */
const including: Readonly<Record<Role, readonly Role[]>> = {
  admin: ["admin"],
  editor: ["editor", "admin"],
  runner: ["runner"],
  auditor: ["auditor", "editor", "admin"],
};

/**
 * Whether grants let a credential touch a secret: the one rule of who may touch what, without the database, so that it says
 * the same of names that are there and of names that are not.
 *
 * @param role - `editor` to change it, `runner` to read it in a run, `auditor` to see its name.
 * @param name - a full name.
 */
export function covers(grants: readonly Grant[], role: Role, name: string): boolean {
  return grants.some((grant) => isOf(grant, role) && isWithin(name, grant.names));
}

/** The grants that cover a secret by `covers`, each with the name or folder that does: `runner:prod/orders/*`, or `runner:*`. */
export function coveredThrough(grants: readonly Grant[], role: Role, name: string): string[] {
  const covering = grants.filter((grant) => isOf(grant, role) && isWithin(name, grant.names));
  return covering.map((grant) => `${grant.role}:${grant.names?.find((one) => isWithin(name, [one])) ?? "*"}`);
}

/** The names that grants cover by `covers`: full names and folders, or null for all of the team's. */
export function coveredNames(grants: readonly Grant[], role: Role): readonly string[] | null {
  const names = grants.filter((grant) => isOf(grant, role)).map((grant) => grant.names);
  return names.includes(null) ? null : [...new Set(names.flatMap((list) => list ?? []))];
}

/** Whether a grant of runner gives nothing that the giver's own grants of runner don't give. */
export function coversGrant(own: readonly Grant[], given: Grant): boolean {
  const runners = own.filter(({ role, runSeconds }) => role === "runner" && isNoLonger(given.runSeconds, runSeconds));
  if (given.uses !== null) return given.uses.every((use) => runners.some((grant) => coversUse(grant, use)));
  const reading = runners.filter(({ uses }) => uses === null);
  if (given.names === null) return reading.some(({ names }) => names === null);
  return given.names.every((name) => reading.some(({ names }) => isWithin(name, names)));
}

/** Whether a grant of runner lets its runs use a secret so: whoever may read it may use it anywhere. */
export function coversUse({ names, uses }: Grant, use: Use): boolean {
  if (uses === null) return isWithin(use.name, names);
  return uses.some(
    ({ name, host, methods, paths }) =>
      isHostWithin(use.host, host) &&
      isWithinName(use.name, name) &&
      areWithin(use.methods, methods, (one, other) => one === other) &&
      areWithin(use.paths, paths, isPathWithin),
  );
}

function isOf(grant: Grant, role: Role): boolean {
  return including[role].includes(grant.role) && grant.uses === null;
}

/** Whether a full name, or all of a folder, is among names; compared as they are, unit by unit. */
function isWithin(name: string, names: readonly string[] | null): boolean {
  if (names === null) return true;
  const set = setOf(names);
  return set.has(name) || foldersAround(name).some((folder) => set.has(`${folder}*`));
}

/** The same among one name, without a set: uses are compared each with each. */
function isWithinName(name: string, one: string): boolean {
  return name === one || (isFolder(one) && foldersAround(name).includes(one.slice(0, -1)));
}

const sets = new WeakMap<readonly string[], ReadonlySet<string>>();

/** Made once for a request's grants, however many names it is about. */
function setOf(names: readonly string[]): ReadonlySet<string> {
  const known = sets.get(names);
  if (known !== undefined) return known;
  const set = new Set(names);
  sets.set(names, set);
  return set;
}

/** Whether a name of a grant stands for a folder: `prod/orders/*`. */
export function isFolder(name: string): boolean {
  return name.endsWith("/*");
}

/** Whether each of some is within one of others; null is all that can be. */
function areWithin(
  some: readonly string[] | null,
  others: readonly string[] | null,
  isWithinOne: (one: string, other: string) => boolean,
): boolean {
  return others === null || (some?.every((one) => others.some((other) => isWithinOne(one, other))) ?? false);
}

function isNoLonger(seconds: number | null, max: number | null): boolean {
  return max === null || (seconds !== null && seconds <= max);
}
