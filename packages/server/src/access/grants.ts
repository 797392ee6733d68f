import type { Role } from "../generated/resolvers.ts";

/** What a credential may touch. */
export interface Grant {
  readonly role: Role;
  /** Full names, or folders as `prod/orders/*`; null: all of the team's. */
  readonly names: readonly string[] | null;
  /** For a runner: how long each of its runs may live in all, in seconds; null: as long as the server lets it. */
  readonly runSeconds: number | null;
}

/** A grant of a role for all of the team's names. */
export function wholeTeam(role: Role): Grant {
  return { role, names: null, runSeconds: null };
}

/** Grants as they are stored. */
export function serializeGrants(grants: readonly Grant[]): string {
  return JSON.stringify(grants.map(({ role, names, runSeconds }) => ({ role, names, runSeconds })));
}

/** Reads what `serializeGrants` wrote, out of a row whose mac was checked. */
export function parseGrants(stored: string): readonly Grant[] {
  return JSON.parse(stored) as Grant[];
}

const strongestFirst: readonly Role[] = ["admin", "editor", "runner"];

/** The role by which lists show a credential. */
export function strongestRole(grants: readonly Grant[]): Role {
  const role = strongestFirst.find((one) => grants.some((grant) => grant.role === one));
  if (role === undefined) throw new Error("a credential has no grant");
  return role;
}
