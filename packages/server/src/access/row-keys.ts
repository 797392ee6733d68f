import type { KeyObject } from "node:crypto";
import type { Selectable } from "kysely";
import type { Tables } from "../database/tables.ts";
import { encodeFields, fieldsMac, hmac, isSameMac } from "../encode-fields.ts";
import { deriveKey } from "../vault/encryption.ts";
import { hashToken, type RunToken, type SessionToken, type TeamToken } from "./token-format.ts";

type Row<Table extends keyof Tables, Unbelieved extends keyof Tables[Table]> = Omit<
  Selectable<Tables[Table]>,
  Unbelieved
>;

/** What is believed of a team. */
export type TeamRow = Row<"team", "mac">;
/** What is believed of a token that was not revoked. */
export type TokenRow = Row<"token", "last_used_at" | "revoked_at" | "mac">;
/** What is believed of a trust. */
export type TrustRow = Row<"trust", "mac">;
/** What is believed of a run that was not ended. */
export type RunRow = Row<"run", "ended_at" | "mac">;
/** The columns of that, and its mac. */
export const runColumns = [
  "id",
  "team_id",
  "label",
  "allow",
  "grants",
  "folder",
  "uses",
  "hash",
  "opened_at",
  "opened_by",
  "claims",
  "opened_by_id",
  "expires_at",
  "latest_end",
  "mac",
] as const;
/** What is believed of a session. */
export type SessionRow = Row<"session", "mac">;

/** What is believed of whose a token is. */
export type PersonRow = Row<"person", "mac">;

/** How many rows are remembered, and the bytes of one, at most. */
const cached = { rows: 1000, bytes: 8192 };

/**
 * What makes rows of the database worth believing: without the instance's keys nobody makes a row of a team, a token, a
 * trust, a run, a session or a person that is taken for one. A row has its mac only while it gives access: it is cleared when a token is revoked or a run
 * is ended, so that clearing the instant alone does not bring it back.
 */
export class RowKeys {
  readonly #tokens: KeyObject;
  readonly #rows: KeyObject;
  /** Rows of runs, tokens and teams that were found authentic, by their ids: each request has some checked. */
  readonly #authentic = new Map<string, { readonly bytes: Buffer; readonly mac: Buffer }>();

  /** @param auditKey - the instance's audit key, from which both keys are derived. */
  constructor(auditKey: KeyObject) {
    this.#tokens = deriveKey(auditKey, "keyfold token hash 1");
    this.#rows = deriveKey(auditKey, "keyfold row mac 1");
  }

  /** What is stored of a token. */
  hashOf(token: TeamToken | RunToken | SessionToken): Buffer {
    return this.hashOfStored(hashToken(token));
  }

  /** The same for a token of which only the SHA-256 is known. */
  hashOfStored(sha256: Uint8Array): Buffer {
    return hmac(this.#tokens, sha256);
  }

  teamMac(row: TeamRow): Buffer {
    return hmac(this.#rows, bytesOfTeam(row));
  }

  tokenMac(row: TokenRow): Buffer {
    return hmac(this.#rows, bytesOfToken(row));
  }

  trustMac(row: TrustRow): Buffer {
    const { id, team_id, name, purpose, issuer, audience, claims, grants, token_seconds, jwks, reusable } = row;
    const may = [purpose, issuer, audience, claims, grants, token_seconds, jwks, reusable];
    const made = [row.created_at, row.created_by, row.created_by_id];
    return fieldsMac(this.#rows, ["keyfold trust 1", id, team_id, name, ...may, ...made]);
  }

  runMac(row: RunRow): Buffer {
    return hmac(this.#rows, bytesOfRun(row));
  }

  sessionMac(row: SessionRow): Buffer {
    const { id, team_id, token_id, hash, signed_in_at, idle_end, latest_end } = row;
    const life = [signed_in_at, idle_end, latest_end];
    return fieldsMac(this.#rows, ["keyfold session 1", id, team_id, token_id, hash, ...life]);
  }

  personMac(row: PersonRow): Buffer {
    const { token_id, team_id, issuer, subject, trusts, in_browser, refresh, checked_at, next_check } = row;
    const who = [token_id, team_id, issuer, subject, trusts, in_browser];
    return fieldsMac(this.#rows, ["keyfold person 1", ...who, refresh, checked_at, next_check]);
  }

  isTeam(row: TeamRow & { readonly mac: Buffer | null }): boolean {
    return this.#isAuthentic(row, bytesOfTeam(row));
  }

  isToken(row: TokenRow & { readonly mac: Buffer | null }): boolean {
    return this.#isAuthentic(row, bytesOfToken(row));
  }

  isSession(row: SessionRow & { readonly mac: Buffer | null }): boolean {
    return hasTypes(row) && isSameMac(row.mac, this.sessionMac(row));
  }

  isPerson(row: PersonRow & { readonly mac: Buffer | null }): boolean {
    return hasTypes(row) && isSameMac(row.mac, this.personMac(row));
  }

  isTrust(row: TrustRow & { readonly mac: Buffer | null }): boolean {
    return hasTypes(row) && isSameMac(row.mac, this.trustMac(row));
  }

  isRun(row: RunRow & { readonly mac: Buffer | null }): boolean {
    return this.#isAuthentic(row, bytesOfRun(row));
  }

  #isAuthentic(row: { readonly id: string; readonly mac: Buffer | null }, bytes: Buffer): boolean {
    if (!hasTypes(row)) return false;
    const known = this.#authentic.get(row.id);
    if (known?.bytes.equals(bytes)) return isSameMac(row.mac, known.mac);
    const mac = hmac(this.#rows, bytes);
    if (!isSameMac(row.mac, mac)) return false;
    if (bytes.length <= cached.bytes) {
      if (this.#authentic.size >= cached.rows) this.#authentic.clear();
      this.#authentic.set(row.id, { bytes, mac });
    }
    return true;
  }
}

const bytesColumns: ReadonlySet<string> = new Set(["hash", "refresh", "mac"]);

/**
 * SQLite stores bytes in any column. They have the same mac as the string or number that they spell, yet no query finds them by
 * it: one that ends a token's runs would miss such a run.
 */
function hasTypes(row: object): boolean {
  for (const column in row) {
    if (Buffer.isBuffer(row[column as keyof typeof row]) && !bytesColumns.has(column)) return false;
  }
  return true;
}

function bytesOfTeam({ id, name, created_at, is_first }: TeamRow): Buffer {
  return encodeFields(["keyfold team 1", id, name, created_at, is_first]);
}

function bytesOfToken(row: TokenRow): Buffer {
  const { id, team_id, name, role, grants, hash, created_at, created_by, created_by_id, expires_at } = row;
  const made = [created_at, created_by, created_by_id, expires_at];
  return encodeFields(["keyfold token 1", id, team_id, name, role, grants, hash, ...made]);
}

function bytesOfRun(row: RunRow): Buffer {
  const { id, team_id, label, allow, grants, folder, uses, hash } = row;
  const { opened_at, opened_by, opened_by_id, claims, expires_at, latest_end } = row;
  const life = [opened_at, opened_by, opened_by_id, claims, expires_at, latest_end];
  const may = [label, allow, grants, folder, uses];
  return encodeFields(["keyfold run 1", id, team_id, ...may, hash, ...life]);
}
