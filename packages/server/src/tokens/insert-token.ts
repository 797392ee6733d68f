import { randomUUID } from "node:crypto";
import type { Transaction } from "../database/database.ts";
import type { Role } from "../generated/resolvers.ts";
import { hashToken } from "./hash-token.ts";
import { makeTeamToken, type TeamToken } from "./make-token.ts";

export interface NewToken {
  readonly id: string;
  readonly token: TeamToken;
  readonly teamId: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: number;
  /** Null: until it is revoked. */
  readonly expiresAt: number | null;
}

export function newToken(from: Omit<NewToken, "id" | "token">): NewToken {
  return { id: randomUUID(), token: makeTeamToken(), ...from };
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
