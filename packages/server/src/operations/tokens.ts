import { type Kysely, sql } from "kysely";
import { checkStillLive } from "../access/authenticate.ts";
import type { TeamCaller } from "../access/caller.ts";
import { endToken } from "../access/end-token.ts";
import { coversGrant, type Grant, parseGrants, strongestRole } from "../access/grants.ts";
import { liveTokensNamed, tokenIsLive } from "../access/live.ts";
import { describeToken, insertToken, type NewToken, newToken } from "../access/new-team.ts";
import { type AuditCall, withKnown } from "../audit/audit-entry.ts";
import type { Queries } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import type { Token, Token_Bool_Exp, TokenResolvers } from "../generated/resolvers.ts";
import { readGrants } from "../input/grants.ts";
import { checkTtl, maxTokenTtlSeconds } from "../input/lifetimes.ts";
import { checkName } from "../input/names.ts";
import { ServerError } from "../server-error.ts";
import { endRunsInParts } from "./end-in-parts.ts";
import { mapInTurns } from "./in-turns.ts";
import { largeColumn } from "./large-columns.ts";
import { filterOf, findKey, type Listing, readRows } from "./lists.ts";
import type { Operations } from "./operation.ts";
import { defaultPageRows, readPage } from "./page.ts";

/** A token's row; its grants are read when they are asked for, for the whole page at once. */
export type ListedToken = Omit<Token, "grants"> & { grants(): Promise<readonly Grant[]> };

type ListedRow = Pick<
  Tables["token"],
  "id" | "name" | "role" | "created_at" | "created_by" | "expires_at" | "last_used_at" | "revoked_at"
> & { readonly grants_bytes: number };

/** The tokens of the caller's team. */
export const tokens: Operations<"tokens" | "createToken" | "revokeToken"> = {
  /** Newest first; their hashes stay here. */
  tokens: {
    for: "token",
    action: "token.list",
    run: ({ server, token, lists }, args) => {
      const page = readPage(args, defaultPageRows, server.limits.pageRows);
      return lists.read(token.id, async (reader) => {
        const listing = listingOf(token.teamId, args.where ?? {}, server.clock());
        const after = args.after == null ? undefined : await findKey(reader, listing, token.teamId, args.after);
        const rows = await readRows<ListedRow>(reader, { ...listing, after }, page);
        const sized = rows.map((row) => ({ id: row.id, bytes: row.grants_bytes }));
        const grants = largeColumn(lists, token, "token", "grants", sized);
        return mapInTurns(lists, rows, (row) => ({
          id: row.id,
          name: row.name,
          role: row.role,
          grants: async () => parseGrants((await grants(row.id)) ?? "[]"),
          createdAt: row.created_at,
          createdBy: row.created_by,
          expiresAt: row.expires_at,
          lastUsedAt: row.last_used_at,
          revokedAt: row.revoked_at,
        }));
      });
    },
  },

  /** Makes a token, and shows it, this once. */
  createToken: {
    for: "token",
    action: "token.create",
    recentSignIn: true,
    run: async ({ server, token, calls }, { input }) => {
      const { name, ttlSeconds } = input;
      checkName(name, server.limits.nameCharacters, "A token's name");
      checkNotReserved(name);
      const createdAt = server.clock();
      const expiresAt = ttlSeconds == null ? null : createdAt + checkTtl(ttlSeconds, maxTokenTtlSeconds) * 1000;
      const grants = readGrants(input, server.limits);
      checkMayGive(token, grants);
      const by = { createdBy: token.actor, createdById: token.id };
      const made = newToken({ teamId: token.teamId, name, grants, createdAt, expiresAt, ...by });
      await server.audit.write(
        withKnown(calls, { subject: made.id, detail: describeToken(made) }),
        async (transaction) => {
          await checkNameFree(transaction.query, made);
          await insertToken(transaction, server.rowKeys, made);
        },
        token,
      );
      return { id: made.id, token: made.token, role: strongestRole(grants), grants, expiresAt };
    },
  },

  /**
   * Revokes a token at once, and ends its live runs and sessions with it. Revoking one twice changes nothing. The last admin token that
   * lives until it is revoked stays (`CONFLICT`): without it nobody could make another.
   */
  revokeToken: {
    for: "token",
    action: "token.revoke",
    subjects: ({ input }) => [input.id],
    run: async ({ server, token: caller, calls }, { input: { id } }) => {
      const check = async (queries: Queries): ReturnType<typeof revocable> => {
        await checkStillLive(queries, server.rowKeys, caller, server.clock());
        return revocable(queries.query, caller.teamId, id);
      };
      await endRunsInParts(server, calls[0], id, check);
      const known = (name: string): AuditCall[] => withKnown(calls, { detail: { name } });
      await server.audit.write(known, async (transaction) => {
        const token = await check(transaction);
        if (token.revoked_at !== null) return token.name;
        await endToken(transaction.query, id, server.clock());
        return token.name;
      });
      return { success: true };
    },
  },
};

/** The fields of a listed token that are not in its row. */
export const tokenFields: TokenResolvers = { grants: (token) => token.grants() };

function listingOf(teamId: string, { id, role, live }: Token_Bool_Exp, now: number): Listing {
  const part = [sql`team_id = ${teamId}`, ...(typeof id === "string" ? [sql`id = ${id}`] : [])];
  const filters = role ? [sql`role = ${role}`] : [];
  const isLive = tokenIsLive(now);
  if (live != null) filters.push(live ? isLive : sql`not ${isLive}`);
  return {
    table: "token",
    columns: sql`id, name, role, octet_length(grants) as grants_bytes, created_at, created_by, expires_at, last_used_at,
      revoked_at`,
    parts: [{ where: part }],
    key: ["created_at", "id"],
    order: "desc",
    filter: filterOf(filters),
  };
}

/** The audit log calls a caller by its token's name, and others by these. */
const reserved =
  /^(?:(?:run|trust|github|gitlab|kubernetes|sso):|(?:unknown|server|init|restore|rotate-key|create-admin|backup|accept-head)$)/;

function checkNotReserved(name: string): void {
  if (!reserved.test(name)) return;
  throw new ServerError(
    "BAD_INPUT",
    "A token can't have this name: the audit log calls others so.",
    "Choose another name.",
  );
}

/**
 * Checks that a caller makes no credential that can read what their own can't.
 *
 * @throws ServerError `FORBIDDEN` for a grant of runner that goes beyond the caller's own.
 */
export function checkMayGive({ grants: own }: TeamCaller, given: readonly Grant[]): void {
  if (given.every((grant) => grant.role !== "runner" || coversGrant(own, grant))) return;
  throw new ServerError(
    "FORBIDDEN",
    "A grant of runner can be given only by an admin whose own grants of runner cover it.",
    "Use a token that has such a grant, or give no more than yours has: see `keyfold whoami`.",
  );
}

/** The audit log names callers by their tokens' names. */
async function checkNameFree(query: Kysely<Tables>, { teamId, name, createdAt }: NewToken): Promise<void> {
  if ((await liveTokensNamed(query, teamId, name, createdAt)).length === 0) return;
  throw new ServerError(
    "CONFLICT",
    "Your team has a token of this name that is neither revoked nor expired.",
    "Choose another name, or revoke that token first.",
  );
}

/**
 * A token that is revoked, or may be.
 *
 * @throws ServerError `NOT_FOUND`; `CONFLICT` for the last admin token.
 */
async function revocable(
  query: Kysely<Tables>,
  teamId: string,
  id: string,
): Promise<Pick<Tables["token"], "name" | "role" | "revoked_at">> {
  const token = await query
    .selectFrom("token")
    .select(["name", "role", "revoked_at"])
    .where("id", "=", id)
    .where("team_id", "=", teamId)
    .executeTakeFirst();
  if (token === undefined) {
    throw new ServerError("NOT_FOUND", "There is no such token.", "See the ids with `keyfold token list`.");
  }
  const isLastAdmin = token.revoked_at === null && token.role === "admin" && !(await hasOtherAdmin(query, teamId, id));
  if (isLastAdmin) throw lastAdmin();
  return token;
}

async function hasOtherAdmin(query: Kysely<Tables>, teamId: string, id: string): Promise<boolean> {
  const other = await query
    .selectFrom("token")
    .select("id")
    .where("team_id", "=", teamId)
    .where("id", "!=", id)
    .where("role", "=", "admin")
    .where("revoked_at", "is", null)
    .where("expires_at", "is", null)
    .executeTakeFirst();
  return other !== undefined;
}

function lastAdmin(): ServerError {
  return new ServerError(
    "CONFLICT",
    "This is the team's last admin token that does not expire.",
    "Create another admin token first, and revoke this one with it.",
  );
}
