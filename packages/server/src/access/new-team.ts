import { randomUUID } from "node:crypto";
import type { Transaction } from "../database/database.ts";
import type { TeamKeys } from "../vault/team-keys.ts";
import { type Grant, serializeGrants, strongestRole, wholeTeam } from "./grants.ts";
import type { RowKeys } from "./row-keys.ts";
import { makeTeamToken, type TeamToken } from "./token-format.ts";

/** A token that is shown this once. */
export interface NewToken {
  readonly id: string;
  readonly token: TeamToken;
  readonly teamId: string;
  readonly name: string;
  readonly grants: readonly Grant[];
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** How the audit log calls who made it. */
  readonly createdBy: string;
  /** Null where no token did. */
  readonly createdById: string | null;
  /** Milliseconds since 1970; null: until it is revoked. */
  readonly expiresAt: number | null;
}

/** A team with its first token. */
export interface NewTeam {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** The instance's first team. */
  readonly isFirst: boolean;
  readonly admin: NewToken;
}

/** A token with a new id and 256 random bits, not stored yet. */
export function newToken(from: Omit<NewToken, "id" | "token">): NewToken {
  return { id: randomUUID(), token: makeTeamToken(), ...from };
}

/** A team with a new id and its first token, of an admin and, unless `runner` is false, a runner; not stored yet. */
export function newTeam(
  name: string,
  { isFirst, runner }: { readonly isFirst: boolean; readonly runner: boolean },
  made: Pick<NewToken, "createdAt" | "createdBy" | "createdById">,
): NewTeam {
  const id = randomUUID();
  const admin = newToken({ teamId: id, name: "admin", grants: adminGrants(runner), expiresAt: null, ...made });
  const { createdAt } = made;
  return { id, name, createdAt, isFirst, admin };
}

/** What a team's admin may do, with or without runs that read. */
export function adminGrants(runner: boolean): Grant[] {
  return runner ? [wholeTeam("admin"), wholeTeam("runner")] : [wholeTeam("admin")];
}

/** What the audit log has of a new token, beside its id. */
export function describeToken({ name, grants, expiresAt }: NewToken): Record<string, unknown> {
  const role = strongestRole(grants);
  return { name, role, grants, expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString() };
}

/** Stores a new token's hash; the token itself is nowhere. */
export async function insertToken({ query }: Transaction, keys: RowKeys, token: NewToken): Promise<void> {
  const row = {
    id: token.id,
    team_id: token.teamId,
    name: token.name,
    role: strongestRole(token.grants),
    grants: serializeGrants(token.grants),
    hash: keys.hashOf(token.token),
    created_at: token.createdAt,
    created_by: token.createdBy,
    created_by_id: token.createdById,
    expires_at: token.expiresAt,
  };
  await query
    .insertInto("token")
    .values({ ...row, last_used_at: null, revoked_at: null, mac: keys.tokenMac(row) })
    .execute();
}

/** Stores a new team with its own data key and its first token. */
export async function insertTeam(
  transaction: Transaction,
  { rowKeys, teamKeys }: { readonly rowKeys: RowKeys; readonly teamKeys: TeamKeys },
  team: NewTeam,
): Promise<void> {
  const row = { id: team.id, name: team.name, created_at: team.createdAt, is_first: team.isFirst ? 1 : 0 };
  await transaction.query
    .insertInto("team")
    .values({ ...row, mac: rowKeys.teamMac(row) })
    .execute();
  await teamKeys.add(transaction, team.id);
  await insertToken(transaction, rowKeys, team.admin);
}
