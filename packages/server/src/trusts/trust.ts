import type { Claims } from "@keyfold/common/claims";
import type { Selectable } from "kysely";
import { type Grant, parseGrants } from "../access/grants.ts";
import type { Tables } from "../database/tables.ts";

/** A trust, out of a row that was found authentic. */
export interface Trust {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly issuer: string;
  readonly audience: string;
  readonly claims: Claims;
  readonly grants: readonly Grant[];
  /** For people: how long their tokens live; null for runs. */
  readonly tokenSeconds: number | null;
  /** A JWK Set as JSON; null: found by OpenID discovery. */
  readonly jwks: string | null;
  /** Whether a signed token opens more than one run. */
  readonly reusable: boolean;
}

/** A trust of a row that was found authentic. */
export function trustOf(row: Selectable<Tables["trust"]>): Trust {
  return {
    id: row.id,
    teamId: row.team_id,
    name: row.name,
    issuer: row.issuer,
    audience: row.audience,
    claims: JSON.parse(row.claims) as Claims,
    grants: parseGrants(row.grants),
    tokenSeconds: row.token_seconds,
    jwks: row.jwks,
    reusable: row.reusable === 1,
  };
}
