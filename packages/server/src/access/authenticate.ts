import { timingSafeEqual } from "node:crypto";
import { type Selectable, sql } from "kysely";
import type { Queries } from "../database/database.ts";
import { statement } from "../database/run-compiled.ts";
import type { Tables } from "../database/tables.ts";
import { ServerError } from "../server-error.ts";
import type { RefusedCaller, RunCaller, TokenCaller } from "./caller.ts";
import { parseGrants, type Use } from "./grants.ts";
import { invalidToken, isRunLive, isTokenLive, type LiveCaller, liveCaller, overCallers, runOver } from "./live.ts";
import type { RowKeys } from "./row-keys.ts";
import { parseToken, type RunToken, type TeamToken } from "./token-format.ts";

const bearer = /^Bearer +(\S+) *$/i;

/** What an `Authorization` header brings as a bearer, whatever it is; empty where it brings nothing. */
export function bearerOf(authorization: string | undefined): string {
  return bearer.exec(authorization ?? "")?.[1] ?? "";
}

/**
 * Who is calling, by the request's `Authorization` header. What can't be a token is refused before the database is asked,
 * and a row that this instance did not write is as if it were not there.
 *
 * @param authorization - the header, `Bearer TOKEN`.
 * @param reads - where tokens and runs are looked up.
 * @param keys - authenticate the rows.
 * @param now - milliseconds since 1970.
 * @returns for a bad token a refused caller, with the error to refuse with: the audit log records who it was.
 * @throws ServerError `DATABASE_UNAVAILABLE`.
 */
export async function authenticate(
  authorization: string | undefined,
  reads: Queries,
  keys: RowKeys,
  now: number,
): Promise<TokenCaller | RunCaller | RefusedCaller> {
  const parsed = parseToken(bearerOf(authorization));
  if (parsed === undefined) return refusedAs(authorization === undefined ? missingToken() : invalidToken());
  return parsed.kind === "run"
    ? callerOfRun(reads, keys, now, parsed.token)
    : callerOfTeamToken(reads, keys, now, parsed.token);
}

async function callerOfTeamToken(
  reads: Queries,
  keys: RowKeys,
  now: number,
  token: TeamToken,
): Promise<TokenCaller | RefusedCaller> {
  const hash = keys.hashOf(token);
  const [row] = await tokenOfHash(reads, hash);
  if (row === undefined || !timingSafeEqual(row.hash, hash)) return refusedAs(invalidToken());
  return callerOfToken(reads, keys, now, row);
}

/** The same for a token that was looked up. */
export async function callerOfToken(
  reads: Queries,
  keys: RowKeys,
  now: number,
  row: Selectable<Tables["token"]>,
): Promise<TokenCaller | RefusedCaller> {
  const who = { id: row.id, teamId: row.team_id, actor: row.name };
  if (!isTokenLive(row, now)) return { kind: "refused", error: invalidToken(), ...who };
  if (!keys.isToken(row)) return refusedAs(invalidToken());
  const [team] = await teamOfId(reads, row.team_id);
  if (team === undefined || !keys.isTeam(team)) return refusedAs(invalidToken());
  const ofFirstTeam = team.is_first === 1;
  const { role, expires_at: expiresAt } = row;
  return { kind: "team", role, grants: parseGrants(row.grants), ofFirstTeam, expiresAt, ...who };
}

async function callerOfRun(
  reads: Queries,
  keys: RowKeys,
  now: number,
  token: RunToken,
): Promise<RunCaller | RefusedCaller> {
  const hash = keys.hashOf(token);
  const [row] = await runOfHash(reads, hash);
  if (row === undefined || !timingSafeEqual(row.hash, hash)) return refusedAs(invalidToken());
  const who = { id: row.id, teamId: row.team_id, actor: `run:${row.id}` };
  if (!isRunLive(row, now)) return { kind: "refused", error: runOver(row, now), ...who };
  if (!keys.isRun(row)) return refusedAs(invalidToken());
  const { label, folder, expires_at: expiresAt, opened_by: openedBy, opened_by_id: openedById } = row;
  const allow = row.allow === null ? null : new Set(JSON.parse(row.allow) as string[]);
  const grants = parseGrants(row.grants);
  const uses = row.uses === null ? null : (JSON.parse(row.uses) as Use[]);
  return { kind: "run", allow, grants, folder, uses, expiresAt, label, openedBy, openedById, ...who };
}

const tokenOfHash = statement(
  "token of hash",
  (hash: Buffer) => sql<Selectable<Tables["token"]>>`select * from token where hash = ${hash}`,
);

const teamOfId = statement(
  "team of id",
  (id: string) => sql<Selectable<Tables["team"]>>`select * from team where id = ${id}`,
);

const runOfHash = statement(
  "run of hash",
  (hash: Buffer) => sql<Selectable<Tables["run"]>>`select * from run where hash = ${hash}`,
);

/**
 * Checks in a commit that the token or session that it is for was not ended meanwhile.
 *
 * @throws ServerError `UNAUTHENTICATED`.
 */
export async function checkStillLive(queries: Queries, keys: RowKeys, token: LiveCaller, now: number): Promise<void> {
  const caller = liveCaller(token);
  const error = (await overCallers(queries, keys, [caller], now)).get(caller.id);
  if (error !== undefined) throw error;
}

function missingToken(): ServerError {
  const tip = 'Send it in the header "Authorization: Bearer TOKEN".';
  return new ServerError("UNAUTHENTICATED", "The request carries no token.", tip);
}

/** Whoever sent what is worth nothing: nobody that is known. */
export function refusedAs(error: ServerError): RefusedCaller {
  return { kind: "refused", error, teamId: null, id: null, actor: "unknown" };
}
