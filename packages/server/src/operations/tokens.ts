import { type Kysely, sql } from "kysely";
import { checkStillLive } from "../access/authenticate.ts";
import { wholeTeam } from "../access/grants.ts";
import { runIsLive, tokenIsLive } from "../access/live.ts";
import { describeToken, insertToken, type NewToken, newToken } from "../access/new-team.ts";
import { withKnown } from "../audit/audit-entry.ts";
import type { Tables } from "../database/tables.ts";
import type { Token_Bool_Exp } from "../generated/resolvers.ts";
import { checkTtl, maxTokenTtlSeconds } from "../input/lifetimes.ts";
import { checkName } from "../input/names.ts";
import { ServerError } from "../server-error.ts";
import { mapInTurns } from "./in-turns.ts";
import { allOf, findKey, type Listing, readRows } from "./lists.ts";
import type { Operations } from "./operation.ts";
import { defaultPageRows, readPage } from "./page.ts";

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
        const rows = await readRows<ListedToken>(reader, { ...listing, after }, page);
        return mapInTurns(rows, (row) => ({
          id: row.id,
          name: row.name,
          role: row.role,
          createdAt: row.created_at,
          expiresAt: row.expires_at,
          lastUsedAt: row.last_used_at,
          revokedAt: row.revoked_at,
        }));
      });
    },
  },

  /** Makes a token of a role, and shows it, this once. */
  createToken: {
    for: "token",
    action: "token.create",
    run: async ({ server, token, calls }, { input: { name, role, ttlSeconds } }) => {
      checkName(name, server.limits.nameCharacters, "A token's name");
      checkNotReserved(name);
      const createdAt = server.clock();
      const expiresAt = ttlSeconds == null ? null : createdAt + checkTtl(ttlSeconds, maxTokenTtlSeconds) * 1000;
      const grants = role === "admin" ? [wholeTeam("admin"), wholeTeam("runner")] : [wholeTeam(role)];
      const by = { createdBy: token.actor, createdById: token.id };
      const made = newToken({ teamId: token.teamId, name, grants, createdAt, expiresAt, ...by });
      await server.audit.write(
        withKnown(calls, { subject: made.id, detail: describeToken(made) }),
        async (transaction) => {
          await checkStillLive(transaction.query, server.rowKeys, token, createdAt);
          await checkNameFree(transaction.query, made);
          await insertToken(transaction, server.rowKeys, made);
        },
      );
      return { id: made.id, token: made.token, role, expiresAt };
    },
  },

  /**
   * Revokes a token at once, and ends its live runs with it. Revoking one twice changes nothing. The last admin token that lives until it is revoked stays
   * (`CONFLICT`): without it nobody could make another.
   */
  revokeToken: {
    for: "token",
    action: "token.revoke",
    subjects: ({ input }) => [input.id],
    run: ({ server, token: { teamId }, calls }, { input: { id } }) =>
      server.audit.write(calls, async ({ query }) => {
        const token = await query
          .selectFrom("token")
          .select(["role", "revoked_at"])
          .where("id", "=", id)
          .where("team_id", "=", teamId)
          .executeTakeFirst();
        if (token === undefined) {
          throw new ServerError("NOT_FOUND", "There is no such token.", "See the ids with `keyfold token list`.");
        }
        if (token.revoked_at !== null) return { success: true };
        if (token.role === "admin" && !(await hasOtherAdmin(query, teamId, id))) throw lastAdmin();
        const now = server.clock();
        await query.updateTable("token").set({ revoked_at: now, mac: null }).where("id", "=", id).execute();
        await query
          .updateTable("run")
          .set({ ended_at: now, mac: null })
          .where("opened_by_id", "=", id)
          .where(runIsLive(now))
          .execute();
        return { success: true };
      }),
  },
};

type ListedToken = Pick<
  Tables["token"],
  "id" | "name" | "role" | "created_at" | "expires_at" | "last_used_at" | "revoked_at"
>;

function listingOf(teamId: string, { id, role, live }: Token_Bool_Exp, now: number): Listing {
  const part = [sql`team_id = ${teamId}`, ...(typeof id === "string" ? [sql`id = ${id}`] : [])];
  const filters = role ? [sql`role = ${role}`] : [];
  const isLive = tokenIsLive(now);
  if (live != null) filters.push(live ? isLive : sql`not ${isLive}`);
  return {
    table: "token",
    columns: sql`id, name, role, created_at, expires_at, last_used_at, revoked_at`,
    parts: [{ where: part }],
    key: ["created_at", "id"],
    order: "desc",
    filter: filters.length === 0 ? undefined : allOf(filters),
  };
}

/** The audit log calls a caller by its token's name, and others by these. */
const reserved = /^(?:run:|(?:unknown|server|init|restore|rotate-key|backup)$)/;

function checkNotReserved(name: string): void {
  if (!reserved.test(name)) return;
  throw new ServerError(
    "BAD_INPUT",
    "A token can't have this name: the audit log calls others so.",
    "Choose another name.",
  );
}

/** The audit log names callers by their tokens' names. */
async function checkNameFree(query: Kysely<Tables>, { teamId, name, createdAt }: NewToken): Promise<void> {
  const taken = await query
    .selectFrom("token")
    .select("id")
    .where("team_id", "=", teamId)
    .where("name", "=", name)
    .where(tokenIsLive(createdAt))
    .executeTakeFirst();
  if (taken === undefined) return;
  throw new ServerError(
    "CONFLICT",
    "Your team has a token of this name that is neither revoked nor expired.",
    "Choose another name, or revoke that token first.",
  );
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
