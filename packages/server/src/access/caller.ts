import type { Role } from "../generated/resolvers.ts";
import { ServerError } from "../server-error.ts";
import type { Grant } from "./grants.ts";

/** Who is calling, as the token that came with the request says. */
export type Caller = TeamCaller | RunCaller;

export interface TeamCaller {
  readonly kind: "team";
  /** The strongest role of its grants. */
  readonly role: Role;
  readonly grants: readonly Grant[];
  readonly teamId: string;
  /** Of the instance's first team, whose admins make teams. */
  readonly ofFirstTeam: boolean;
  /** Milliseconds since 1970; null: until it is revoked. */
  readonly expiresAt: number | null;
  readonly id: string;
  /** How the audit log calls it: the token's name. */
  readonly actor: string;
}

export interface RunCaller {
  readonly kind: "run";
  readonly teamId: string;
  readonly id: string;
  /** `run:` and the run's id. */
  readonly actor: string;
  /** The names it may read; null: all of the team's. */
  readonly allow: ReadonlySet<string> | null;
  readonly label: string | null;
  /** The name of the token that opened it. */
  readonly openedBy: string;
  /** The id of that token; null: not known. */
  readonly openedById: string | null;
}

/**
 * Checks that a run may read a name.
 *
 * @throws ServerError `NAME_NOT_ALLOWED` for a name that the run was not opened for, whether or not there is such a secret.
 */
export function checkAllowList(run: RunCaller, name: string): void {
  if (run.allow === null || run.allow.has(name)) return;
  throw new ServerError(
    "NAME_NOT_ALLOWED",
    "This run was not opened for the requested name.",
    "Open the run with this name in its allow-list.",
  );
}

/** A request whose token is missing, unknown, expired, revoked or of an ended run. The log still says whose it was. */
export interface RefusedCaller {
  readonly kind: "refused";
  readonly error: ServerError;
  readonly teamId: string | null;
  readonly id: string | null;
  readonly actor: string;
}
