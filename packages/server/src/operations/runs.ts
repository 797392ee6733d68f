import { randomUUID } from "node:crypto";
import { type Selectable, sql } from "kysely";
import { type Caller, hasRole, type TrustCaller } from "../access/caller.ts";
import { serializeGrants } from "../access/grants.ts";
import { isRunLive, runIsLive, runOver } from "../access/live.ts";
import { type RunRow, runColumns } from "../access/row-keys.ts";
import { maxRunMs, scopeOfRun } from "../access/run-grants.ts";
import { makeRunToken } from "../access/token-format.ts";
import { type AuditCall, instant, withKnown } from "../audit/audit-entry.ts";
import type { Queries, Transaction } from "../database/database.ts";
import { statement } from "../database/run-compiled.ts";
import type { Tables } from "../database/tables.ts";
import { checkFolder, readUses } from "../input/grants.ts";
import { checkTtl, defaultRunTtlSeconds } from "../input/lifetimes.ts";
import { checkBatch, checkName } from "../input/names.ts";
import { ServerError } from "../server-error.ts";
import type { ServerParts } from "../server-parts.ts";
import { IdentityRefused } from "../trusts/refused.ts";
import { authenticTrusts } from "../trusts/trust.ts";
import { useOnce } from "../trusts/used-identities.ts";
import type { Operations } from "./operation.ts";

/** Runs are opened with a token that has a grant of runner, and extended and ended with that or with their own. */
export const runs: Operations<"openRun" | "extendRun" | "endRun"> = {
  /** Opens a run within the grants of its opener, and shows its token, this once. */
  openRun: {
    for: "opener",
    action: "run.open",
    checkedInCommit: true,
    trust: ({ input }) => input.trust ?? null,
    run: async ({ server, opener: caller, calls }, { input }) => {
      const { clock, limits } = server;
      if (input.trust != null && caller.kind !== "trust") {
        throw new ServerError("BAD_INPUT", "trust is for signed tokens of an issuer.", "Leave it out.");
      }
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
      const folder = input.folder == null ? null : checkFolder(input.folder, limits);
      const uses = input.uses == null ? null : readUses(input.uses, limits);
      const scope = scopeOfRun(caller.grants, { allow, folder, uses });

      const id = randomUUID();
      const token = makeRunToken();
      const now = clock();
      const maxMs = Math.min(limits.runLifetimeSeconds * 1000, maxRunMs(scope.grants));
      const latestEnd = Math.min(now + maxMs, caller.expiresAt ?? Infinity);
      const expiresAt = Math.min(now + ttlSeconds * 1000, latestEnd);
      const row: RunRow = {
        id,
        team_id: caller.teamId,
        label,
        allow: scope.allow && JSON.stringify([...new Set(scope.allow)]),
        grants: serializeGrants(scope.grants),
        folder,
        uses: scope.uses && JSON.stringify(scope.uses),
        hash: server.rowKeys.hashOf(token),
        opened_at: now,
        opened_by: caller.actor,
        opened_by_id: caller.id,
        claims: caller.kind === "trust" ? JSON.stringify(caller.claims) : null,
        expires_at: expiresAt,
        latest_end: latestEnd,
      };
      const until = { expiresAt: instant(expiresAt), latestEnd: instant(latestEnd) };
      const detail = { ...scope, ttlSeconds, ...until };
      const insert = async (transaction: Transaction): Promise<void> => {
        if (caller.kind === "trust") await checkTrust(server, transaction, caller, now);
        await checkLiveRuns(transaction, caller.id, limits.liveRuns, now);
        const stored = { ...row, mac: server.rowKeys.runMac(row) };
        await insertRun(transaction, ...runColumns.map((column) => stored[column]));
      };
      const by = caller.kind === "trust" ? undefined : caller;
      await server.audit.write(withKnown(calls, { subject: id, label, detail }), insert, by);
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
    checkedInCommit: true,
    subjects: ({ input }) => [input.id],
    run: async ({ server, caller, calls }, { input: { id, ttlSeconds } }) => {
      const { clock, limits } = server;
      const ttl = checkTtl(ttlSeconds ?? defaultRunTtlSeconds, limits.runTtlSeconds);
      const known = ({ label, expiresAt }: Extended): AuditCall[] =>
        withKnown(calls, { label, detail: { expiresAt: instant(expiresAt) } });
      const extend = async (transaction: Transaction): Promise<Extended> => {
        const run = await findRun(transaction, caller, id);
        const now = clock();
        if (!isRunLive(run, now)) throw runOver(run, now);
        if (!server.rowKeys.isRun(run)) throw runNotFound();
        const expiresAt = Math.min(now + ttl * 1000, run.latest_end);
        const mac = server.rowKeys.runMac({ ...run, expires_at: expiresAt });
        await transaction.query.updateTable("run").set({ expires_at: expiresAt, mac }).where("id", "=", id).execute();
        return { id, label: run.label, expiresAt };
      };
      return server.audit.write(known, extend, caller);
    },
  },

  /** Ends a run at once: its token reads nothing more. Ending one that is over changes nothing. */
  endRun: {
    for: "any",
    action: "run.end",
    checkedInCommit: true,
    subjects: ({ input }) => [input.id],
    run: async ({ server, caller, calls }, { input: { id } }) => {
      const known = (label: string | null): AuditCall[] => withKnown(calls, { label });
      const end = async (transaction: Transaction): Promise<string | null> => {
        const run = await findRun(transaction, caller, id);
        if (run.ended_at === null) await setEnded(transaction, server.clock(), id);
        return run.label;
      };
      await server.audit.write(known, end, caller);
      return { success: true };
    },
  },
};

interface Extended {
  readonly id: string;
  readonly label: string | null;
  readonly expiresAt: number;
}

/** Checks in the commit that the trust by which a run is opened is still there, and that the signed token was not used. */
async function checkTrust(
  { rowKeys, limits }: ServerParts,
  transaction: Transaction,
  opener: TrustCaller,
  now: number,
): Promise<void> {
  const [trust] = await authenticTrusts(transaction, rowKeys, [opener.id]);
  if (trust === undefined) throw new IdentityRefused({ reason: "trust" });
  if (opener.once !== null) await useOnce(transaction, opener.id, opener.once, limits.usedIdentities, now);
}

function checkAllowBytes(allow: readonly string[], max: number): void {
  if (Buffer.byteLength(JSON.stringify(allow)) <= max) return;
  throw new ServerError(
    "LIMIT_EXCEEDED",
    `The allow-list has more than ${max} bytes.`,
    "Open several runs, or one without an allow-list.",
  );
}

/**
 * A run that the caller may extend or end: for a run itself, for an admin any of the team's, for others those that they
 * opened. The rest is as if it weren't there.
 */
async function findRun(queries: Queries, caller: Caller, id: string): Promise<Selectable<Tables["run"]>> {
  const [row] = await runOfId(queries, id, caller.teamId);
  if (row === undefined || !mayEnd(caller, row)) throw runNotFound();
  return row;
}

function mayEnd(caller: Caller, run: Pick<Tables["run"], "id" | "opened_by_id">): boolean {
  if (caller.kind === "run") return caller.id === run.id;
  return hasRole(caller, "admin") || caller.id === run.opened_by_id;
}

async function checkLiveRuns(queries: Queries, openedById: string, max: number, now: number): Promise<void> {
  // Goes through `max` of them at most.
  const rows = await liveRunsAfter(queries, openedById, now, max - 1);
  if (rows.length === 0) return;
  throw new ServerError(
    "LIMIT_EXCEEDED",
    `This token or trust has ${max} live runs, as many as it may have.`,
    "End runs when their work is done, or give them shorter lives.",
  );
}

const insertRun = statement(
  "insert run",
  (...values: RunRow[keyof RunRow][]) => sql`
    insert into run (${sql.join(runColumns.map((column) => sql.ref(column)))}) values (${sql.join(values)})`,
);

const runOfId = statement(
  "run of id",
  (id: string, teamId: string) => sql<Selectable<Tables["run"]>>`
    select * from run where id = ${id} and team_id = ${teamId}`,
);

const setEnded = statement(
  "end run",
  (endedAt: number, id: string) => sql`update run set ended_at = ${endedAt}, mac = null where id = ${id}`,
);

const liveRunsAfter = statement(
  "live runs after",
  (openedById: string, now: number, offset: number) => sql`
    select id from run where opened_by_id = ${openedById} and ${runIsLive(now)} limit 1 offset ${offset}`,
);

function runNotFound(): ServerError {
  return new ServerError("NOT_FOUND", "There is no such run.", "See the ids of live runs with `keyfold run list`.");
}
