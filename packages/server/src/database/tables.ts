import type { Generated } from "kysely";
import type { AuditOutcome, Role, TrustPurpose } from "../generated/resolvers.ts";

/** Where the values of an instance are. */
export type VaultKind = "database" | "openbao";

/** A secret, but for its values. A name that is removed and made anew is another secret, with an id of its own. */
interface SecretColumns {
  id: string;
  team_id: string;
  name: string;
  /** What stands before the last `/` of the name; empty at the root. */
  folder: string;
  version: number;
  created_at: number;
  updated_at: number;
  updated_by: string;
  note: string | null;
  owner: string | null;
  rotate_by: number | null;
  last_read_at: number | null;
}

/** The tables, the same in every database. Instants are whole milliseconds since 1970, UTC; ids are UUIDs. */
export interface Tables {
  instance: {
    id: string;
    created_at: number;
    audit_key: Buffer;
    /** Which vault keeps the values; null until a server has started. */
    vault: VaultKind | null;
    /** 1 once the rows of before have their macs. */
    rows_sealed: number;
  };
  /** `mac`, here and below: see access/row-keys.ts. */
  team: { id: string; name: string; created_at: number; is_first: number; mac: Buffer | null };
  token: {
    id: string;
    team_id: string;
    name: string;
    /** The strongest of its grants. */
    role: Role;
    /** A JSON list; see access/grants.ts. */
    grants: string;
    /** An HMAC of the token. */
    hash: Buffer;
    created_at: number;
    /** How the audit log calls who made it; null: not known. */
    created_by: string | null;
    created_by_id: string | null;
    expires_at: number | null;
    last_used_at: number | null;
    revoked_at: number | null;
    mac: Buffer | null;
  };
  /** Whose signed tokens are taken. */
  trust: {
    id: string;
    team_id: string;
    name: string;
    purpose: TrustPurpose;
    issuer: string;
    audience: string;
    /** A JSON object; see the claims of `@keyfold/common`. */
    claims: string;
    /** A JSON list; see access/grants.ts. */
    grants: string;
    /** For people: how long their tokens live; null for runs. */
    token_seconds: number | null;
    /** A JWK Set as JSON; null: found by OpenID discovery. */
    jwks: string | null;
    /** Whether a token opens more than one run. */
    reusable: number;
    created_at: number;
    created_by: string;
    created_by_id: string;
    mac: Buffer | null;
  };
  /** Signed tokens that were used: see trusts/used-identities.ts. */
  used_identity: { hash: Buffer; trust_id: string; expires_at: number };
  /** How many of each trust are remembered. */
  used_identity_count: { trust_id: string; remembered: number };
  run: {
    id: string;
    team_id: string;
    label: string | null;
    /** A JSON list of names; null: all that its grants cover. */
    allow: string | null;
    /** The grants of its opener that cover what was asked, as a JSON list. */
    grants: string;
    /** Where names are looked for first; null: names are full names. */
    folder: string | null;
    /** A JSON list of what it may use without reading it; null: nothing. */
    uses: string | null;
    /** An HMAC of the run's token. */
    hash: Buffer;
    opened_at: number;
    opened_by: string;
    /** The claims by which a trust opened it, as JSON; null: a token did. */
    claims: string | null;
    /** The id of the token or trust that opened it; null: not known. */
    opened_by_id: string | null;
    expires_at: number;
    /** It can't be extended beyond this. */
    latest_end: number;
    ended_at: number | null;
    mac: Buffer | null;
  };
  /** A person signed in to the console. It is removed when it ends. */
  session: {
    id: string;
    team_id: string;
    /** The credential that it stands for; it ends with it. */
    token_id: string;
    /** An HMAC of what the cookie holds. */
    hash: Buffer;
    signed_in_at: number;
    /** When it ends unless it is used. */
    idle_end: number;
    /** When it ends although it is used. */
    latest_end: number;
    mac: Buffer | null;
  };
  /** Whose a token is that somebody signed in to. It is removed when the token ends. */
  person: {
    token_id: string;
    team_id: string;
    issuer: string;
    /** Who it is at the issuer. */
    subject: string;
    /** The ids of the trusts that gave the token, as a JSON list. */
    trusts: string;
    /** 1 where only a browser's session stands for the token, and nobody has the token itself. */
    in_browser: number;
    /** What the issuer is asked with again, sealed; null: it gave none. */
    refresh: Buffer | null;
    /** When the issuer last said who it is. */
    checked_at: number;
    /** When it is asked again; null: it is not. */
    next_check: number | null;
    mac: Buffer | null;
  };
  /** Sign-ins of terminals that a person has allowed: the terminal takes its token, and the row is gone. */
  terminal_sign_in: {
    /** The SHA-256 of what the terminal alone knows. */
    challenge: Buffer;
    /** Who allowed it and what for, sealed. */
    allowed: Buffer;
    expires_at: number;
  };
  secret: SecretColumns;
  /** Secrets that were removed and can be restored: as `secret`, of each name the one that was removed last. */
  removed_secret: SecretColumns & { deleted_at: number; deleted_by: string };
  secret_version: {
    secret_id: string;
    version: number;
    team_id: string;
    name: string;
    created_at: number;
    created_by: string;
  };
  /** Each team's data keys, wrapped; values are sealed under the one with the highest number. */
  vault_team_key: {
    team_id: string;
    number: number;
    wrapped: Buffer;
    /** How many values were sealed under it, since they are counted. */
    writes: Generated<number>;
  };
  /** The values, sealed; or where OpenBao keeps them, sealed too. */
  vault_value: {
    secret_id: string;
    version: number;
    team_id: string;
    name: string;
    sealed: Buffer;
    /** The number of the data key that it is sealed under. */
    key_number: Generated<number>;
  };
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
    /** The version of a secret that was set, rolled back to or read. */
    version: number | null;
    /** The label of the run that asked. */
    label: string | null;
    /** Where the request came from. */
    address: string | null;
    /** The client's program, as it says. */
    agent: string | null;
    /** The name as it was asked for, where the subject is the full name that it was found as. */
    asked: string | null;
    /** What else belongs to the action, as JSON. */
    detail: string | null;
    /** How its mac is made: 1 without the fields from `version` on. */
    format: number;
    /** Authenticates the row and, through the row before it, all rows before it. */
    mac: Buffer;
  };
  /** The last row that was archived and removed: one row, sealed as audit/audit-anchor.ts says. */
  audit_anchor: { seq: number; mac: Buffer; archived_at: number; seal: Buffer };
}
