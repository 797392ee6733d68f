import { sql } from "kysely";
import { hasRole } from "../access/caller.ts";
import { coveredNames, parseGrants, type Use } from "../access/grants.ts";
import { isRunLive, runIsLive } from "../access/live.ts";
import type { Tables } from "../database/tables.ts";
import type { Run, Run_Bool_Exp, RunResolvers } from "../generated/resolvers.ts";
import { mapInTurns } from "./in-turns.ts";
import { largeColumn } from "./large-columns.ts";
import { filterOf, findKey, type Listing, readRows } from "./lists.ts";
import type { Operations } from "./operation.ts";
import { defaultPageRows, readPage } from "./page.ts";

/** A run's row; what may be long is read when it is asked for, for the whole page at once. */
export type ListedRun = Omit<Run, "allow" | "names" | "uses" | "claims"> & {
  allow(): Promise<string[] | null>;
  names(): Promise<readonly string[] | null>;
  uses(): Promise<readonly Use[] | null>;
  claims(): Promise<NonNullable<Run["claims"]> | null>;
};

type ListedRow = Pick<
  Tables["run"],
  "id" | "label" | "folder" | "opened_at" | "opened_by" | "opened_by_id" | "expires_at" | "ended_at"
> & {
  readonly allow_bytes: number | null;
  readonly grants_bytes: number;
  readonly uses_bytes: number | null;
  readonly claims_bytes: number | null;
};

/** The list of runs: all of the team's for admins and auditors, for others those that they opened. */
export const runList: Operations<"runs"> = {
  /** Newest first. */
  runs: {
    for: "token",
    action: "run.list",
    run: ({ server, token, lists }, args) => {
      const page = readPage(args, defaultPageRows, server.limits.pageRows);
      const now = server.clock();
      const openedById = hasRole(token, "admin", "auditor") ? null : token.id;
      return lists.read(token.id, async (reader) => {
        const listing = listingOf(token.teamId, openedById, args.where ?? {}, now);
        const after = args.after == null ? undefined : await findKey(reader, listing, token.teamId, args.after);
        const rows = await readRows<ListedRow>(reader, { ...listing, after }, page);
        const column = (name: "allow" | "grants" | "uses" | "claims") => {
          const sized = rows.map((row) => ({ id: row.id, bytes: row[`${name}_bytes`] }));
          return largeColumn(lists, token, "run", name, sized);
        };
        const [allow, grants, uses] = [column("allow"), column("grants"), column("uses")];
        const claims = column("claims");
        return mapInTurns(lists, rows, (row) => ({
          id: row.id,
          label: row.label,
          allow: async () => JSON.parse((await allow(row.id)) ?? "null") as string[] | null,
          names: async () => coveredNames(parseGrants((await grants(row.id)) ?? "[]"), "runner"),
          uses: async () => JSON.parse((await uses(row.id)) ?? "null") as Use[] | null,
          claims: async () => JSON.parse((await claims(row.id)) ?? "null"),
          folder: row.folder,
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
};

/** The fields of a listed run that are not in its row. */
export const runFields: RunResolvers = {
  allow: (run) => run.allow(),
  names: (run) => run.names(),
  uses: (run) => run.uses(),
  claims: (run) => run.claims(),
};

function listingOf(teamId: string, openedById: string | null, { id, live }: Run_Bool_Exp, now: number): Listing {
  const part = [sql`team_id = ${teamId}`];
  if (typeof id === "string") part.push(sql`id = ${id}`);
  // Those that have not ended have an index of their own.
  if (live === true) part.push(sql`ended_at is null`);
  const isLive = runIsLive(now);
  const filters = live == null ? [] : [live ? isLive : sql<boolean>`not ${isLive}`];
  const visible = openedById === null ? undefined : sql<boolean>`opened_by_id = ${openedById}`;
  if (visible !== undefined) filters.push(visible);
  return {
    table: "run",
    columns: sql`id, label, folder, octet_length(allow) as allow_bytes, octet_length(grants) as grants_bytes,
      octet_length(uses) as uses_bytes, octet_length(claims) as claims_bytes, opened_at, opened_by, opened_by_id, expires_at, ended_at`,
    parts: [{ where: part }],
    key: ["opened_at", "id"],
    order: "desc",
    visible,
    filter: filterOf(filters),
  };
}
