import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { checkStillLive } from "../access/authenticate.ts";
import { endRuns } from "../access/end-token.ts";
import { type Grant, parseGrants, serializeGrants } from "../access/grants.ts";
import type { TrustRow } from "../access/row-keys.ts";
import { withKnown } from "../audit/audit-entry.ts";
import type { Queries } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import type { Trust, TrustResolvers } from "../generated/resolvers.ts";
import { readTrust } from "../input/trusts.ts";
import { ServerError } from "../server-error.ts";
import { callsOfRevocations, type EndedToken, endPeople, endPeopleInParts, endRunsInParts } from "./end-in-parts.ts";
import { mapInTurns } from "./in-turns.ts";
import { largeColumn } from "./large-columns.ts";
import { type Listing, readRows } from "./lists.ts";
import type { Operations } from "./operation.ts";
import { checkMayGive } from "./tokens.ts";

/** A trust's row; its keys are read when they are asked for, for the whole list at once. */
export type ListedTrust = Omit<Trust, "grants" | "jwks"> & {
  readonly grants: readonly Grant[];
  jwks(): Promise<NonNullable<Trust["jwks"]> | null>;
};

type ListedRow = Omit<TrustRow, "team_id" | "jwks" | "created_by_id"> & { readonly jwks_bytes: number | null };

/** The trusts of the caller's team. */
export const trusts: Operations<"trusts" | "createTrust" | "deleteTrust"> = {
  /** By name. */
  trusts: {
    for: "token",
    action: "trust.list",
    run: ({ token, lists }) =>
      lists.read(token.id, async (reader) => {
        const rows = await readRows<ListedRow>(reader, listingOf(token.teamId), { limit: maxTrusts, offset: 0 });
        const sized = rows.map((row) => ({ id: row.id, bytes: row.jwks_bytes }));
        const jwks = largeColumn(lists, token, "trust", "jwks", sized);
        return mapInTurns(lists, rows, (row) => ({
          id: row.id,
          name: row.name,
          for: row.purpose,
          issuer: row.issuer,
          audience: row.audience,
          claims: JSON.parse(row.claims),
          grants: parseGrants(row.grants),
          tokenSeconds: row.token_seconds,
          jwks: async () => JSON.parse((await jwks(row.id)) ?? "null"),
          reusable: row.reusable === 1,
          createdAt: row.created_at,
          createdBy: row.created_by,
        }));
      }),
  },

  /** Makes a trust, if it binds whom it means. */
  createTrust: {
    for: "token",
    action: "trust.create",
    recentSignIn: true,
    run: async ({ server, token, calls }, { input }) => {
      const { limits, rowKeys } = server;
      const trust = readTrust(input, server, limits);
      checkMayGive(token, trust.grants);
      const id = randomUUID();
      const now = server.clock();
      const row: TrustRow = {
        id,
        team_id: token.teamId,
        name: trust.name,
        purpose: trust.for,
        issuer: trust.issuer,
        audience: trust.audience,
        claims: JSON.stringify(trust.claims),
        grants: serializeGrants(trust.grants),
        token_seconds: trust.tokenSeconds,
        jwks: trust.jwks,
        reusable: trust.reusable ? 1 : 0,
        created_at: now,
        created_by: token.actor,
        created_by_id: token.id,
      };
      const { jwks, ...detail } = trust;
      await server.audit.write(
        withKnown(calls, { subject: id, detail: { ...detail, jwks: jwks !== null } }),
        async (transaction) => {
          await checkRoom(transaction.query, row, limits.trusts);
          await transaction.query
            .insertInto("trust")
            .values({ ...row, mac: rowKeys.trustMac(row) })
            .execute();
        },
        token,
      );
      return { id };
    },
  },

  /** Deletes a trust at once, and ends the live runs that it opened and the tokens that people signed in to by it. */
  deleteTrust: {
    for: "token",
    action: "trust.delete",
    subjects: ({ input }) => [input.id],
    run: async ({ server, token, calls }, { input: { id } }) => {
      const { teamId } = token;
      const find = async (queries: Queries): Promise<{ name: string }> => {
        await checkStillLive(queries, server.rowKeys, token, server.clock());
        return findTrust(queries.query, teamId, id);
      };
      await endRunsInParts(server, calls[0], id, find);
      await endPeopleInParts(server, token, calls, id, find);
      await server.audit.write(
        ({ name, tokens }: { name: string; tokens: readonly EndedToken[] }) => [
          ...withKnown(calls, { detail: { name } }),
          ...callsOfRevocations(calls, tokens),
        ],
        async (transaction) => {
          const { query } = transaction;
          const { name } = await find(transaction);
          await query.deleteFrom("trust").where("id", "=", id).execute();
          const now = server.clock();
          await endRuns(query, id, now);
          return { name, tokens: await endPeople(query, teamId, id, now) };
        },
      );
      return { success: true };
    },
  },
};

async function findTrust(query: Kysely<Tables>, teamId: string, id: string): Promise<{ name: string }> {
  const trust = await query
    .selectFrom("trust")
    .select("name")
    .where("id", "=", id)
    .where("team_id", "=", teamId)
    .executeTakeFirst();
  if (trust !== undefined) return trust;
  throw new ServerError("NOT_FOUND", "There is no such trust.", "See the ids with `keyfold trust list`.");
}

/** The field of a listed trust that is not in its row. */
export const trustFields: TrustResolvers = { jwks: (trust) => trust.jwks() };

/** As many as the setting `trusts` lets a team have, at most. */
const maxTrusts = 1000;

function listingOf(teamId: string): Listing {
  return {
    table: "trust",
    columns: sql`id, name, purpose, issuer, audience, claims, grants, token_seconds, octet_length(jwks) as jwks_bytes,
      reusable, created_at, created_by`,
    parts: [{ where: [sql`team_id = ${teamId}`] }],
    key: ["name"],
    order: "asc",
  };
}

async function checkRoom(query: Kysely<Tables>, { team_id, name }: TrustRow, max: number): Promise<void> {
  const names = await query.selectFrom("trust").select("name").where("team_id", "=", team_id).execute();
  if (names.some((one) => one.name === name)) {
    throw new ServerError("CONFLICT", "Your team has a trust of this name.", "Choose another name.");
  }
  if (names.length < max) return;
  throw new ServerError(
    "LIMIT_EXCEEDED",
    `Your team has ${max} trusts, as many as it may have.`,
    "Delete trusts that nobody needs.",
  );
}
