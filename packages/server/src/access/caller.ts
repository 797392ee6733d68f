import type { Claims } from "@keyfold/common/claims";
import type { Role } from "../generated/resolvers.ts";
import { ServerError } from "../server-error.ts";
import { fullNames } from "./folders.ts";
import { covers, coversUse, type Grant, type Use, wholeTeam } from "./grants.ts";

/** Who is calling, as the token that came with the request says. */
export type Caller = TeamCaller | RunCaller;

/** A person or a service of a team. */
export type TeamCaller = TokenCaller | SessionCaller;

interface CredentialCaller {
  /** The strongest role of its grants. */
  readonly role: Role;
  readonly grants: readonly Grant[];
  readonly teamId: string;
  /** Whether the team is the instance's first, whose admins make teams. */
  readonly ofFirstTeam: boolean;
  /** Milliseconds since 1970; null: until it is revoked. */
  readonly expiresAt: number | null;
  readonly id: string;
  /** How the audit log calls it: the token's name. */
  readonly actor: string;
}

export interface TokenCaller extends CredentialCaller {
  readonly kind: "team";
}

/** A person signed in to the console: as the token that they signed in with, without its grants of runner. */
export interface SessionCaller extends CredentialCaller {
  readonly kind: "session";
  readonly sessionId: string;
  /** Milliseconds since 1970. */
  readonly signedInAt: number;
}

/** Whoever sends a signed token, by one of the trusts that take it: opens runs by its grants, and does nothing else. */
export interface TrustCaller {
  readonly kind: "trust";
  readonly role: "runner";
  readonly grants: readonly Grant[];
  readonly teamId: string;
  /** The trust's. */
  readonly id: string;
  /** The trust's name. */
  readonly trust: string;
  /** Whom the token names, for example `github:acme/orders@production`. */
  readonly actor: string;
  readonly expiresAt: null;
  /** Those by which the trust fits. */
  readonly claims: Claims;
  /** What the token is remembered by once it was used, and until when; null if it opens many runs. */
  readonly once: { readonly hash: Buffer; readonly until: number } | null;
}

/** Whoever sends a signed token that trusts take: which of them is meant is not known yet. */
export interface IdentityCaller {
  readonly kind: "identity";
  /** At least one. */
  readonly fits: readonly TrustCaller[];
  /** The team of all these trusts; null if they are of several. */
  readonly teamId: string | null;
  readonly id: null;
  readonly actor: string;
}

export interface RunCaller {
  readonly kind: "run";
  readonly teamId: string;
  readonly id: string;
  /** `run:` and the run's id. */
  readonly actor: string;
  /** The names it may ask for; null: all that its grants cover. */
  readonly allow: ReadonlySet<string> | null;
  /** Those of its opener that cover what it was opened for. */
  readonly grants: readonly Grant[];
  /** Where names are looked for first; null: names are full names. */
  readonly folder: string | null;
  /** What it may use without reading it; null: nothing. */
  readonly uses: readonly Use[] | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly label: string | null;
  /** The name of the token that opened it. */
  readonly openedBy: string;
  /** The id of that token; null: not known. */
  readonly openedById: string | null;
}

/** A request whose token is missing, unknown, expired, revoked or of an ended run. The log still says whose it was. */
export interface RefusedCaller {
  readonly kind: "refused";
  readonly error: ServerError;
  readonly teamId: string | null;
  readonly id: string | null;
  readonly actor: string;
  /** What the log has beside that. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Whether one of a caller's grants is of a role. */
export function hasRole(caller: TeamCaller, ...roles: readonly Role[]): boolean {
  return caller.grants.some(({ role }) => roles.includes(role));
}

/**
 * Checks that a token's grants let it change a secret.
 *
 * @throws ServerError `NAME_NOT_ALLOWED`, whether or not there is such a secret.
 */
export function checkMayEdit({ grants }: TeamCaller, name: string): void {
  if (!covers(grants, "editor", name)) throw notCovered(name);
}

/** The error for a name that no grant of a token covers. */
export function notCovered(name: string): ServerError {
  return new ServerError(
    "NAME_NOT_ALLOWED",
    `No grant of this token covers ${JSON.stringify(name)}.`,
    "See its grants with `keyfold whoami`; an admin of your team can create a token that covers the name.",
  );
}

/**
 * The full names that a name stands for in a run, in the order in which they are looked for: those that its grants cover.
 *
 * @throws ServerError `NAME_NOT_ALLOWED` if there is none, or the run was not opened for the name, whether or not there is
 *   such a secret.
 */
export function readableNames({ allow, grants, folder }: RunCaller, asked: string): readonly string[] {
  const isAllowed = allow === null || allow.has(asked);
  const names = isAllowed ? fullNames(folder, asked).filter((name) => covers(grants, "runner", name)) : [];
  if (names.length > 0) return names;
  throw new ServerError(
    "NAME_NOT_ALLOWED",
    `This run was not opened for ${JSON.stringify(asked)}, or no grant covers it.`,
    "Open the run with this name in its allow-list, with a token whose grants cover it.",
  );
}

/**
 * The full names that a name stands for in a run which uses it in a request, in the order in which they are looked for.
 *
 * @param use - one method, and one path or null where servers differ in what they take it for.
 * @throws ServerError `NAME_NOT_ALLOWED` if the run was not opened for such a request, or its grants don't cover it, whether or
 *   not there is such a secret.
 */
export function usableNames({ uses, grants, folder }: RunCaller, use: Use): readonly string[] {
  const opened = (uses ?? []).flatMap((one) => fullNames(folder, one.name).map((name) => ({ ...one, name })));
  const within = { ...wholeTeam("runner"), uses: opened };
  const names = fullNames(folder, use.name).filter((name) => {
    const full = { ...use, name };
    return coversUse(within, full) && grants.some((grant) => coversUse(grant, full));
  });
  if (names.length > 0) return names;
  throw new ServerError(
    "NAME_NOT_ALLOWED",
    `This run was not opened to use ${JSON.stringify(use.name)} in such a request.`,
    "Open the run with a use of this name, host, method and path, with a token whose grants cover it.",
  );
}
