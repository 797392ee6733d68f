import { randomUUID } from "node:crypto";
import type { Transaction } from "../database/database.ts";
import { insertToken, type NewToken, newToken } from "../tokens/insert-token.ts";
import type { TeamKeys } from "../vault/team-keys.ts";

export interface NewTeam {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  /** The instance's first team. */
  readonly isFirst: boolean;
  readonly admin: NewToken;
}

/** A team with its first admin token. */
export function newTeam(name: string, createdAt: number, isFirst: boolean): NewTeam {
  const id = randomUUID();
  const admin = newToken({ teamId: id, name: "admin", role: "admin", createdAt, expiresAt: null });
  return { id, name, createdAt, isFirst, admin };
}

export async function insertTeam(transaction: Transaction, keys: TeamKeys, team: NewTeam): Promise<void> {
  await transaction.query
    .insertInto("team")
    .values({ id: team.id, name: team.name, created_at: team.createdAt, is_first: team.isFirst ? 1 : 0 })
    .execute();
  await keys.add(transaction, team.id);
  await insertToken(transaction, team.admin);
}
