import { randomUUID } from "node:crypto";
import { type Kysely, type Selectable, sql } from "kysely";
import { checkStillLive } from "../access/authenticate.ts";
import type { Caller } from "../access/caller.ts";
import { serializeGrants, wholeTeam } from "../access/grants.ts";
import { isRunLive, runIsLive, runOver } from "../access/live.ts";
import type { RunRow } from "../access/row-keys.ts";
import { makeRunToken } from "../access/token-format.ts";
import { type AuditCall, instant, withKnown } from "../audit/audit-entry.ts";
import type { Tables } from "../database/tables.ts";
import type { Run, Run_Bool_Exp, RunResolvers } from "../generated/resolvers.ts";
import { checkTtl, defaultRunTtlSeconds } from "../input/lifetimes.ts";
import { checkBatch, checkName } from "../input/names.ts";
import { ServerError } from "../server-error.ts";
import { inTurns, mapInTurns } from "./in-turns.ts";
import { findKey, inGroups, type Listing, type ListReader, readRows } from "./lists.ts";
import type { Operations } from "./operation.ts";
import { defaultPageRows, readPage } from "./page.ts";

/** A run's row; its allow-list is read when it is asked for, for the whole page at once. */
export type ListedRun = Omit<Run, "allow"> & { allow(): Promise<string[] | null> };

type ListedRow = Pick<
  Tables["run"],
  "id" | "label" | "opened_at" | "opened_by" | "opened_by_id" | "expires_at" | "ended_at"
> & {
  readonly allow_bytes: number | null;
};

/** Runs are opened and listed with a team's token, and extended and ended with that or with their own. */
export const runs: Operations<"runs" | "openRun" | "extendRun" | "endRun"> = {
  /** The team's runs, newest first. */
  runs: {
    for: "token",
    action: "run.list",
    run: ({ server, token, lists }, args) => {
      const page = readPage(args, defaultPageRows, server.limits.pageRows);
      const now = server.clock();
      return lists.read(token.id, async (reader) => {
        const listing = listingOf(token.teamId, args.where ?? {}, now);
        const after = args.after == null ? undefined : await findKey(reader, listing, token.teamId, args.after);
        const rows = await readRows<ListedRow>(reader, { ...listing, after }, page);
        let allowed: Promise<Map<string, string[]>> | undefined;
        const turn = inTurns();
        return mapInTurns(rows, (row) => ({
          id: row.id,
          label: row.label,
          allow: async () => {
            if (row.allow_bytes === null) return null;
            allowed ??= lists.more(token.id, (more) => readAllowLists(more, rows));
            const read = await allowed;
            await turn();
            return read.get(row.id) ?? [];
          },
          openedAt: row.opened_at,
          openedBy: row.opened_by,
          openedById: row.opened_by_id,
          expiresAt: row.expires_at,
          endedAt: row.ended_at,
          live: isRunLive(row, now),
        }));
      });
    },
  },

  /** Opens a run and shows its token, this once. */
  openRun: {
    for: "token",
    action: "run.open",
    run: async ({ server, token: caller, calls }, { input }) => {
      const { clock, limits } = server;
      const ttlSeconds = checkTtl(
        input.ttlSeconds ?? defaultRunTtlSeconds,
        Math.min(limits.runTtlSeconds, limits.runLifetimeSeconds),
      );
      const label = input.label ?? null;
      if (label !== null) checkName(label, limits.nameCharacters, "A run's label");
      const allow = input.allow ?? null;
      if (allow !== null) {
        checkBatch(allow, limits.batch);
        for (const name of allow) checkName(name, limits.nameCharacters);
        checkAllowBytes(allow, limits.allowBytes);
      }

      const id = randomUUID();
      const token = makeRunToken();
      const now = clock();
      const latestEnd = Math.min(now + limits.runLifetimeSeconds * 1000, caller.expiresAt ?? Infinity);
      const expiresAt = Math.min(now + ttlSeconds * 1000, latestEnd);
      const row: RunRow = {
        id,
        team_id: caller.teamId,
        label,
        allow: allow === null ? null : JSON.stringify([...new Set(allow)]),
        grants: serializeGrants([wholeTeam("runner")]),
        folder: null,
        uses: null,
        hash: server.rowKeys.hashOf(token),
        opened_at: now,
        opened_by: caller.actor,
        opened_by_id: caller.id,
        expires_at: expiresAt,
        latest_end: latestEnd,
      };
      const { folder, uses } = row;
      const detail = { allow, folder, uses, ttlSeconds, expiresAt: instant(expiresAt), latestEnd: instant(latestEnd) };
      await server.audit.write(withKnown(calls, { subject: id, label, detail }), async ({ query }) => {
        await checkStillLive(query, server.rowKeys, caller, now);
        await checkLiveRuns(query, caller.id, limits.liveRuns, now);
        await query
          .insertInto("run")
          .values({ ...row, ended_at: null, mac: server.rowKeys.runMac(row) })
          .execute();
      });
      return { id, token, expiresAt };
    },
  },

  /**
   * Moves the end of a live run to `ttlSeconds` from now, sooner or later than it was, up to the latest end that it was
   * opened with. One that is over stays so (`RUN_ENDED`, `RUN_EXPIRED`).
   */
  extendRun: {
    for: "any",
    action: "run.extend",
    subjects: ({ input }) => [input.id],
    run: async ({ server, caller, calls }, { input: { id, ttlSeconds } }) => {
      const { clock, limits } = server;
      const ttl = checkTtl(ttlSeconds ?? defaultRunTtlSeconds, limits.runTtlSeconds);
      const known = ({ label, expiresAt }: { label: string | null; expiresAt: number }): AuditCall[] =>
        withKnown(calls, { label, detail: { expiresAt: instant(expiresAt) } });
      return server.audit.write(known, async ({ query }) => {
        const run = await findRun(query, caller, id);
        const now = clock();
        if (!isRunLive(run, now)) throw runOver(run, now);
        if (!server.rowKeys.isRun(run)) throw runNotFound();
        const expiresAt = Math.min(now + ttl * 1000, run.latest_end);
        const mac = server.rowKeys.runMac({ ...run, expires_at: expiresAt });
        await query.updateTable("run").set({ expires_at: expiresAt, mac }).where("id", "=", id).execute();
        return { id, label: run.label, expiresAt };
      });
    },
  },

  /** Ends a run at once: its token reads nothing more. Ending one that is over changes nothing. */
  endRun: {
    for: "any",
    action: "run.end",
    subjects: ({ input }) => [input.id],
    run: async ({ server, caller, calls }, { input: { id } }) => {
      const known = (label: string | null): AuditCall[] => withKnown(calls, { label });
      await server.audit.write(known, async ({ query }) => {
        const run = await findRun(query, caller, id);
        if (run.ended_at === null) {
          await query.updateTable("run").set({ ended_at: server.clock(), mac: null }).where("id", "=", id).execute();
        }
        return run.label;
      });
      return { success: true };
    },
  },
};

function checkAllowBytes(allow: readonly string[], max: number): void {
  if (Buffer.byteLength(JSON.stringify(allow)) <= max) return;
  throw new ServerError(
    "LIMIT_EXCEEDED",
    `The allow-list has more than ${max} bytes.`,
    "Open several runs, or one without an allow-list.",
  );
}

/** The fields of a listed run that are not in its row. */
export const runFields: RunResolvers = { allow: (run) => run.allow() };

function listingOf(teamId: string, { id, live }: Run_Bool_Exp, now: number): Listing {
  const part = [sql`team_id = ${teamId}`];
  if (typeof id === "string") part.push(sql`id = ${id}`);
  // Those that have not ended have an index of their own.
  if (live === true) part.push(sql`ended_at is null`);
  const isLive = runIsLive(now);
  return {
    table: "run",
    columns: sql`id, label, octet_length(allow) as allow_bytes, opened_at, opened_by, opened_by_id, expires_at, ended_at`,
    parts: [{ where: part }],
    key: ["opened_at", "id"],
    order: "desc",
    filter: live == null ? undefined : live ? isLive : sql<boolean>`not ${isLive}`,
  };
}

/** What one statement reads of allow-lists, unless one alone is larger. */
const allowListsAtOnce = { bytes: 1_048_576, rows: 500 };

/** The allow-lists of runs, by id: counted in the budget before they are read. */
async function readAllowLists(
  { read, budget }: ListReader,
  runs: readonly ListedRow[],
): Promise<Map<string, string[]>> {
  const withList = runs.filter(({ allow_bytes }) => allow_bytes !== null);
  budget.addBytes(withList.reduce((bytes, run) => bytes + (run.allow_bytes ?? 0), 0));
  const found = new Map<string, string[]>();
  for (const group of inGroups(
    withList,
    allowListsAtOnce.rows,
    allowListsAtOnce.bytes,
    (run) => run.allow_bytes ?? 0,
  )) {
    const ids = group.map(({ id }) => id);
    const rows = await read<{ id: string; allow: string }>(
      sql`select id, allow from run where id in (${sql.join(ids)})`,
    );
    for (const { id, allow } of rows) found.set(id, JSON.parse(allow) as string[]);
  }
  return found;
}

/**
 * A run that the caller may extend or end: for a run itself, for an admin any of the team's, for others those that they
 * opened. The rest is as if it weren't there.
 */
async function findRun(query: Kysely<Tables>, caller: Caller, id: string): Promise<Selectable<Tables["run"]>> {
  const row = await query
    .selectFrom("run")
    .selectAll()
    .where("id", "=", id)
    .where("team_id", "=", caller.teamId)
    .executeTakeFirst();
  if (row === undefined || !mayEnd(caller, row)) throw runNotFound();
  return row;
}

function mayEnd(caller: Caller, run: Pick<Tables["run"], "id" | "opened_by_id">): boolean {
  if (caller.kind === "run") return caller.id === run.id;
  return caller.role === "admin" || caller.id === run.opened_by_id;
}

async function checkLiveRuns(query: Kysely<Tables>, openedById: string, max: number, now: number): Promise<void> {
  const { live } = await query
    .selectFrom("run")
    .select((row) => row.fn.countAll().as("live"))
    .where("opened_by_id", "=", openedById)
    .where(runIsLive(now))
    .executeTakeFirstOrThrow();
  if (Number(live) < max) return;
  throw new ServerError(
    "LIMIT_EXCEEDED",
    `This token has ${max} live runs, as many as it may have.`,
    "End runs when their work is done, or give them shorter lives.",
  );
}

function runNotFound(): ServerError {
  return new ServerError("NOT_FOUND", "There is no such run.", "Use the id that openRun gave.");
}
