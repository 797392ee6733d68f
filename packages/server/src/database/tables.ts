import type { AuditOutcome, Role } from "../generated/resolvers.ts";

/** Where the values of an instance are. */
export type VaultKind = "database" | "openbao";

/** The tables, the same in every database. Instants are whole milliseconds since 1970, UTC; ids are UUIDs. */
export interface Tables {
  instance: {
    id: string;
    created_at: number;
    audit_key: Buffer;
    /** Which vault keeps the values; null until a server has started. */
    vault: VaultKind | null;
  };
  team: { id: string; name: string; created_at: number; is_first: number };
  token: {
    id: string;
    team_id: string;
    name: string;
    role: Role;
    /** SHA-256 of the token. */
    hash: Buffer;
    created_at: number;
    expires_at: number | null;
    last_used_at: number | null;
    revoked_at: number | null;
  };
  run: {
    id: string;
    team_id: string;
    label: string | null;
    /** A JSON list of names; null: all of the team's. */
    allow: string | null;
    /** SHA-256 of the run's token. */
    hash: Buffer;
    opened_at: number;
    opened_by: string;
    expires_at: number;
    ended_at: number | null;
  };
  secret: {
    team_id: string;
    name: string;
    version: number;
    created_at: number;
    updated_at: number;
    updated_by: string;
  };
  secret_version: { team_id: string; name: string; version: number; created_at: number; created_by: string };
  /** Each team's data key, wrapped. */
  vault_team_key: { team_id: string; wrapped: Buffer };
  /** The values, sealed; or where OpenBao keeps them, sealed too. */
  vault_value: { team_id: string; name: string; version: number; sealed: Buffer };
  /** Paths in OpenBao that are to be removed, once their time has come, unless a version takes them first. */
  vault_leftover: { path: string; due_at: number };
  audit_event: {
    /** 1, 2, 3… over the whole instance. */
    seq: number;
    at: number;
    team_id: string | null;
    request_id: string;
    actor: string;
    actor_id: string | null;
    action: string;
    subject: string | null;
    outcome: AuditOutcome;
    code: string | null;
    /** Authenticates the row and, through the row before it, all rows before it. */
    mac: Buffer;
  };
}
