import { type CompiledQuery, type Kysely, type RawBuilder, sql } from "kysely";
import type { Queries } from "../database/database.ts";
import { powerOfTwo, runCompiled } from "../database/run-compiled.ts";
import type { Tables } from "../database/tables.ts";
import { ServerError } from "../server-error.ts";
import type { Caller } from "./caller.ts";
import { type RowKeys, runColumns } from "./row-keys.ts";

/** Whether a run has neither ended nor expired at a time, in milliseconds since 1970. */
export function isRunLive(run: Pick<Tables["run"], "ended_at" | "expires_at">, now: number): boolean {
  return run.ended_at === null && run.expires_at > now;
}

/** The same as a condition on rows of `run`. */
export function runIsLive(now: number): RawBuilder<boolean> {
  return sql<boolean>`(ended_at is null and expires_at > ${now})`;
}

/** Whether a token is neither revoked nor expired at a time, in milliseconds since 1970. */
export function isTokenLive(token: Pick<Tables["token"], "revoked_at" | "expires_at">, now: number): boolean {
  return token.revoked_at === null && (token.expires_at === null || token.expires_at > now);
}

/** The same as a condition on rows of `token`. */
export function tokenIsLive(now: number): RawBuilder<boolean> {
  return sql<boolean>`(revoked_at is null and (expires_at is null or expires_at > ${now}))`;
}

/** The ids of a team's live tokens that have a name. */
export async function liveTokensNamed(
  query: Kysely<Tables>,
  teamId: string,
  name: string,
  now: number,
): Promise<string[]> {
  const rows = await query
    .selectFrom("token")
    .select("id")
    .where("team_id", "=", teamId)
    .where("name", "=", name)
    .where(tokenIsLive(now))
    .execute();
  return rows.map(({ id }) => id);
}

/** A caller who can be over: a run, a token, or a session, which is over with its token. */
export type LiveCaller = Pick<Caller, "kind" | "id">;

/** What is looked at of a caller: of somebody in the console the session, and not the token alone. */
export function liveCaller({ kind, id, sessionId }: LiveCaller & { readonly sessionId?: string }): LiveCaller {
  return { kind, id: sessionId ?? id };
}

/**
 * The ids of those of some callers who are over, were never there or are not what this instance wrote, each with the error
 * for whoever comes with it.
 */
export async function overCallers(
  queries: Queries,
  keys: RowKeys,
  callers: readonly LiveCaller[],
  now: number,
): Promise<ReadonlyMap<string, ServerError>> {
  const [runs, tokens, sessions]: [string[], string[], string[]] = [[], [], []];
  for (const { kind, id } of callers) (kind === "run" ? runs : kind === "team" ? tokens : sessions).push(id);
  const look = { queries, keys, now };
  const ended = await endedRuns(look, runs);
  if (runs.length === callers.length) return ended;
  return new Map([...ended, ...(await endedTokens(look, tokens)), ...(await endedSessions(look, sessions))]);
}

/** With what callers are looked at. */
interface Look {
  readonly queries: Queries;
  readonly keys: RowKeys;
  readonly now: number;
}

async function endedSessions(look: Look, ids: readonly string[]): Promise<ReadonlyMap<string, ServerError>> {
  const { queries, keys, now } = look;
  if (ids.length === 0) return new Map();
  const rows = await queries.query.selectFrom("session").selectAll().where("id", "in", ids).execute();
  const live = rows.filter((row) => row.latest_end > now && keys.isSession(row));
  const tokens = live.map((row) => row.token_id);
  const ended = await endedTokens(look, tokens);
  return errorsBut(
    ids,
    live.filter((row) => !ended.has(row.token_id)),
    invalidToken,
  );
}

async function endedTokens(look: Look, ids: readonly string[]): Promise<ReadonlyMap<string, ServerError>> {
  const { queries, keys, now } = look;
  const build = (some: readonly string[]) => queries.query.selectFrom("token").selectAll().where("id", "in", some);
  const rows = await rowsOf(queries, "tokens", ids, build);
  const live = rows.filter((row) => isTokenLive(row, now) && keys.isToken(row));
  return errorsBut(ids, live, invalidToken);
}

async function endedRuns(look: Look, ids: readonly string[]): Promise<ReadonlyMap<string, ServerError>> {
  const { queries, keys, now } = look;
  const build = (some: readonly string[]) =>
    queries.query
      .selectFrom("run")
      .select([...runColumns, "ended_at"])
      .where("id", "in", some);
  const rows = await rowsOf(queries, "runs", ids, build);
  const live = rows.filter((row) => isRunLive(row, now) && keys.isRun(row));
  return errorsBut(ids, live, (id) => {
    const row = rows.find((one) => one.id === id);
    return row === undefined ? runEnded() : runOver(row, now);
  });
}

/** Rows of some ids, by one of few statements. */
function rowsOf<Row>(
  queries: Queries,
  what: string,
  ids: readonly string[],
  build: (some: readonly string[]) => { compile(query: Kysely<Tables>): CompiledQuery<Row> },
): Row[] | Promise<Row[]> {
  if (ids.length === 0) return [];
  const some = powerOfTwo([...new Set(ids)]);
  return runCompiled(queries, `${what} ${some.length}`, () => build(some), some);
}

/** An error for each of some ids but those of live rows. */
function errorsBut(
  ids: readonly string[],
  live: readonly { readonly id: string }[],
  errorOf: (id: string) => ServerError,
): ReadonlyMap<string, ServerError> {
  const over = new Set(ids);
  for (const { id } of live) over.delete(id);
  return new Map([...over].map((id) => [id, errorOf(id)]));
}

/** How many runs of the whole instance are live. */
export async function countLiveRuns(query: Kysely<Tables>, now: number): Promise<number> {
  const { live } = await query
    .selectFrom("run")
    .select((row) => row.fn.countAll().as("live"))
    .where(runIsLive(now))
    .executeTakeFirstOrThrow();
  return Number(live);
}

/** When the next live token of the instance expires, those that people got by signing in aside; null: none does. */
export async function nextTokenEnd(query: Kysely<Tables>, now: number): Promise<number | null> {
  const row = await query
    .selectFrom("token")
    .select((token) => token.fn.min("expires_at").as("next"))
    .where("revoked_at", "is", null)
    .where("expires_at", ">", now)
    .where("name", "not like", "sso:%")
    .executeTakeFirst();
  return row?.next == null ? null : Number(row.next);
}

const openAnother = "Open a new run; extend a long one before it expires.";

/** The error for whoever uses a run that is not live: `RUN_EXPIRED` where nobody ended it and its time was up. */
export function runOver(run: Pick<Tables["run"], "ended_at" | "expires_at">, now: number): ServerError {
  if (run.ended_at !== null || run.expires_at > now) return runEnded();
  // Clients that do not know the code show this message.
  return new ServerError("RUN_EXPIRED", "This run has ended: its time was up.", openAnother);
}

/** The codes of what a caller who is over gets. */
export const overCodes: ReadonlySet<string> = new Set(["RUN_ENDED", "RUN_EXPIRED", "UNAUTHENTICATED"]);

/** The same for an unknown, an expired and a revoked token: whoever holds one learns nothing. */
export function invalidToken(): ServerError {
  const tip = "Ask an admin of your team for a new token.";
  return new ServerError("UNAUTHENTICATED", "The token is not valid: unknown, expired or revoked.", tip);
}

/** `RUN_ENDED`, for a run that was ended, or that this instance did not open. */
function runEnded(): ServerError {
  return new ServerError("RUN_ENDED", "This run has ended.", openAnother);
}
