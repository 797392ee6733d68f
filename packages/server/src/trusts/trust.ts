import type { Claims } from "@keyfold/common/claims";
import { type Selectable, sql } from "kysely";
import { type Grant, parseGrants } from "../access/grants.ts";
import type { RowKeys } from "../access/row-keys.ts";
import type { Queries } from "../database/database.ts";
import { powerOfTwo, runCompiled } from "../database/run-compiled.ts";
import type { Tables } from "../database/tables.ts";

/** A trust, out of a row that was found authentic. */
export interface Trust {
  readonly id: string;
  readonly teamId: string;
  readonly name: string;
  readonly for: Tables["trust"]["purpose"];
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

/** What is looked at of a trust before its row is known to be authentic. */
export type CandidateTrust = Pick<Tables["trust"], "id" | "team_id" | "name" | "audience" | "claims">;

/** Trusts that are looked at without letting others have a turn. */
const pageRows = 500;

/** An issuer's trusts for runs or for people, of all teams, a page at a time: whoever asks holds up nobody else. */
export async function* trustsOfIssuer(
  queries: Queries,
  issuer: string,
  purpose: Tables["trust"]["purpose"],
): AsyncGenerator<CandidateTrust[]> {
  let after = "";
  // A range along the index: SQLite compiles `issuer = ? … order by` or `limit ?` anew each time that it is run.
  const build = () => sql<CandidateTrust>`select id, team_id, name, audience, claims from trust
    where (issuer, purpose, id) > (${issuer}, ${purpose}, ${after}) and (issuer, purpose) <= (${issuer}, ${purpose})
    order by issuer, purpose, id limit ${sql.lit(pageRows)}`;
  for (;;) {
    const rows = await runCompiled(queries, "trusts of issuer", build, [issuer, purpose, after, issuer, purpose]);
    yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageRows) return;
    after = last.id;
    await new Promise(setImmediate);
  }
}

/** Those of some trusts that are still there, and are what this instance wrote. */
export async function authenticTrusts(queries: Queries, keys: RowKeys, ids: readonly string[]): Promise<Trust[]> {
  const some = powerOfTwo(ids);
  const build = () => sql<Selectable<Tables["trust"]>>`select * from trust where id in (${sql.join(some)})`;
  const rows = await runCompiled(queries, `trusts ${some.length}`, build, some);
  return rows.filter((row) => keys.isTrust(row)).map(trustOf);
}

/** A trust of a row that was found authentic. */
function trustOf(row: Selectable<Tables["trust"]>): Trust {
  return {
    id: row.id,
    teamId: row.team_id,
    name: row.name,
    for: row.purpose,
    issuer: row.issuer,
    audience: row.audience,
    claims: JSON.parse(row.claims) as Claims,
    grants: parseGrants(row.grants),
    tokenSeconds: row.token_seconds,
    jwks: row.jwks,
    reusable: row.reusable === 1,
  };
}
