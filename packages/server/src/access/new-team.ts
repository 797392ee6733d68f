import { randomUUID } from "node:crypto";
import type { Transaction } from "../database/database.ts";
import type { Role } from "../generated/resolvers.ts";
import type { TeamKeys } from "../vault/team-keys.ts";
import { hashToken, makeTeamToken, type TeamToken } from "./token-format.ts";

/** A token that is shown this once. */
export interface NewToken {
  readonly id: string;
  readonly token: TeamToken;
  readonly teamId: string;
  readonly name: string;
  readonly role: Role;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** Milliseconds since 1970; null: until it is revoked. */
  readonly expiresAt: number | null;
}

/** A team with its first admin token. */
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

/** A team with a new id and its first admin token, not stored yet. */
export function newTeam(name: string, createdAt: number, isFirst: boolean): NewTeam {
  const id = randomUUID();
  const admin = newToken({ teamId: id, name: "admin", role: "admin", createdAt, expiresAt: null });
  return { id, name, createdAt, isFirst, admin };
}

/** Stores a new token's hash; the token itself is nowhere. */
export async function insertToken({ query }: Transaction, token: NewToken): Promise<void> {
  await query
    .insertInto("token")
    .values({
      id: token.id,
      team_id: token.teamId,
      name: token.name,
      role: token.role,
      hash: hashToken(token.token),
      created_at: token.createdAt,
      expires_at: token.expiresAt,
      last_used_at: null,
      revoked_at: null,
    })
    .execute();
}

/** Stores a new team with its own data key and its first token. */
export async function insertTeam(transaction: Transaction, keys: TeamKeys, team: NewTeam): Promise<void> {
  await transaction.query
    .insertInto("team")
    .values({ id: team.id, name: team.name, created_at: team.createdAt, is_first: team.isFirst ? 1 : 0 })
    .execute();
  await keys.add(transaction, team.id);
  await insertToken(transaction, team.admin);
}
