import { randomUUID, timingSafeEqual } from "node:crypto";
import type { Selectable } from "kysely";
import type { Queries, Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { ServerError } from "../server-error.ts";
import type { Limits } from "../settings/limits.ts";
import { callerOfToken, checkStillLive, refusedAs } from "./authenticate.ts";
import type { RefusedCaller, SessionCaller, TokenCaller } from "./caller.ts";
import { strongestRole } from "./grants.ts";
import type { RowKeys } from "./row-keys.ts";
import { makeSessionToken, type SessionToken } from "./token-format.ts";

type StoredSession = Selectable<Tables["session"]>;

/** A session that is not stored yet. */
export interface NewSession {
  /** What the cookie holds; only its HMAC is stored. */
  readonly token: SessionToken;
  readonly row: Omit<StoredSession, "mac">;
}

/** A session that a request was found to be of. */
export interface FoundSession {
  readonly caller: SessionCaller;
  readonly row: StoredSession;
}

/** How long a session lives: see the settings `session_idle_minutes` and `session_hours`. */
export type SessionLimits = Pick<Limits, "sessionIdleMinutes" | "sessionHours">;

/**
 * A session of whoever holds a token, with a new id and 256 random bits. It ends with the token at the latest.
 *
 * @param by - the token, and when whoever holds it proved who they are, in milliseconds since 1970.
 * @param now - milliseconds since 1970.
 * @throws ServerError `FORBIDDEN` for a token that has nothing but grants of runner.
 */
export function newSession(
  { signedInAt, ...by }: Pick<TokenCaller, "id" | "teamId" | "grants" | "expiresAt"> & { readonly signedInAt: number },
  { sessionHours, ...limits }: SessionLimits,
  now: number,
): NewSession {
  if (grantsOfSession(by).length === 0) throw onlyRunner();
  const latest = Math.min(now + sessionHours * 3_600_000, by.expiresAt ?? Number.POSITIVE_INFINITY);
  const life = { signed_in_at: signedInAt, idle_end: Math.min(idleEnd(limits, now), latest), latest_end: latest };
  const row = { id: randomUUID(), team_id: by.teamId, token_id: by.id, hash: Buffer.alloc(0), ...life };
  return { token: makeSessionToken(), row };
}

/** Sessions of one token at a time. */
const maxSessions = 100;

/**
 * Stores a new session, in the place of the one that the browser had, and removes those of the team that are over. Of a token with
 * too many, the oldest goes.
 *
 * @throws ServerError `UNAUTHENTICATED` if its token was revoked meanwhile.
 */
export async function insertSession(
  transaction: Transaction,
  keys: RowKeys,
  { token, row: made }: NewSession,
  now: number,
  before: string | undefined,
): Promise<void> {
  const { query } = transaction;
  const row = { ...made, hash: keys.hashOf(token) };
  await checkStillLive(transaction, keys, { kind: "team", id: row.token_id }, now);
  await query.deleteFrom("session").where("team_id", "=", row.team_id).where("idle_end", "<=", now).execute();
  if (before !== undefined) await query.deleteFrom("session").where("id", "=", before).execute();
  const oldest = query
    .selectFrom("session")
    .select("id")
    .where("token_id", "=", row.token_id)
    .orderBy("signed_in_at", "desc")
    .limit(1)
    .offset(maxSessions - 1);
  await query.deleteFrom("session").where("id", "in", oldest).execute();
  await query
    .insertInto("session")
    .values({ ...row, mac: keys.sessionMac(row) })
    .execute();
}

/**
 * Whose session a cookie holds. Its token must be live too: whoever revokes that ends the session.
 *
 * @param now - milliseconds since 1970.
 * @returns for a session that is over, or was never there, a refused caller.
 * @throws ServerError `DATABASE_UNAVAILABLE`.
 */
export async function findSession(
  token: SessionToken | undefined,
  reads: Queries,
  keys: RowKeys,
  now: number,
): Promise<FoundSession | RefusedCaller> {
  if (token === undefined) return signedOut();
  const hash = keys.hashOf(token);
  const { query } = reads;
  const row = await query.selectFrom("session").selectAll().where("hash", "=", hash).executeTakeFirst();
  if (row === undefined || !timingSafeEqual(row.hash, hash) || !keys.isSession(row)) return signedOut();
  const stored = await query.selectFrom("token").selectAll().where("id", "=", row.token_id).executeTakeFirst();
  if (stored === undefined) return signedOut();
  const of = await callerOfToken(reads, keys, now, stored);
  if (of.kind === "refused") return { ...of, error: signInAgain() };
  const { id, teamId, actor } = of;
  if (!(row.idle_end > now && row.latest_end > now)) return { ...signedOut(), id, teamId, actor };
  const grants = grantsOfSession(of);
  const end = { expiresAt: row.latest_end, sessionId: row.id, signedInAt: row.signed_in_at };
  return { caller: { ...of, kind: "session", role: strongestRole(grants), grants, ...end }, row };
}

/** How exact the end of an idle session is: writing it at each request would make every read a write. */
const exactnessMs = 60_000;

/** Whether a session's end is to be moved, as it is used now. */
export function isDueToProlong({ idle_end, latest_end }: StoredSession, limits: SessionLimits, now: number): boolean {
  return Math.min(idleEnd(limits, now), latest_end) - idle_end >= exactnessMs;
}

/** Moves a session's end, as it is used. */
export async function prolongSession(
  { query }: Transaction,
  keys: RowKeys,
  before: StoredSession,
  limits: Pick<SessionLimits, "sessionIdleMinutes">,
  now: number,
): Promise<void> {
  const row = { ...before, idle_end: Math.min(idleEnd(limits, now), before.latest_end) };
  await query
    .updateTable("session")
    .set({ idle_end: row.idle_end, mac: keys.sessionMac(row) })
    .where("id", "=", row.id)
    .where("idle_end", "<", row.idle_end)
    .execute();
}

function idleEnd({ sessionIdleMinutes }: Pick<SessionLimits, "sessionIdleMinutes">, now: number): number {
  return now + sessionIdleMinutes * 60_000;
}

function grantsOfSession({ grants }: Pick<TokenCaller, "grants">): TokenCaller["grants"] {
  return grants.filter(({ role }) => role !== "runner");
}

/** How long after a sign-in new credentials can be made, in milliseconds. */
export const recentMs = 300_000;

/**
 * Checks that whoever makes a credential in the console signed in just now: a page that was left open makes none.
 *
 * @param now - milliseconds since 1970.
 * @throws ServerError `SIGN_IN_AGAIN`.
 */
export function checkSignedInRecently({ signedInAt }: SessionCaller, now: number): void {
  if (now - signedInAt < recentMs) return;
  throw new ServerError(
    "SIGN_IN_AGAIN",
    "You signed in more than five minutes ago: to do this, sign in again.",
    "Sign in, and send it once more.",
  );
}

function signedOut(): RefusedCaller {
  return refusedAs(signInAgain());
}

function signInAgain(): ServerError {
  return new ServerError("UNAUTHENTICATED", "You are signed out.", "Sign in again.");
}

function onlyRunner(): ServerError {
  return new ServerError(
    "FORBIDDEN",
    "This token only opens runs: there is nothing that it may do in the console.",
    "Sign in with a token of the role admin, editor or auditor.",
  );
}
