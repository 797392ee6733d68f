import type { Kysely, Selectable } from "kysely";
import { sql } from "kysely";
import type { Tables } from "../database/tables.ts";
import type { Secret, SecretResolvers, SecretVersion } from "../generated/resolvers.ts";
import { checkBatch } from "../input/names.ts";
import type { Operations } from "./operation.ts";
import { readPage, tooManyRows } from "./page.ts";

/** A secret's row; its versions are read when they are asked for, for the whole page at once. */
export type ListedSecret = Omit<Secret, "versions"> & { versions(): Promise<SecretVersion[]> };

const columns = { name: "name", createdAt: "created_at", updatedAt: "updated_at" } as const;

/** The list of the team's names with what is known of them, never a value. */
export const secretList: Operations<"secret"> = {
  /** Without `limit` all of them, or an error. */
  secret: {
    for: "token",
    action: "secret.list",
    run: async ({ server, token: { teamId } }, args) => {
      const { reader } = server.database;
      const max = server.limits.pageRows;
      const page = readPage(args, max + 1, max + 1);

      let query = reader.selectFrom("secret").selectAll().where("team_id", "=", teamId);
      const { _eq, _in, _starts_with } = args.where?.name ?? {};
      if (typeof _eq === "string") query = query.where("name", "=", _eq);
      if (_in) {
        if (_in.length === 0) return [];
        checkBatch(_in, server.limits.batch);
        query = query.where("name", "in", [..._in]);
      }
      if (typeof _starts_with === "string") {
        const length = [..._starts_with].length;
        query = query
          .where("name", ">=", _starts_with)
          .where(sql<string>`substr(name, 1, cast(${length} as integer))`, "=", _starts_with);
      }
      for (const [key, column] of Object.entries(columns)) {
        const direction = args.order_by?.[key as keyof typeof columns];
        if (direction) query = query.orderBy(column, direction);
      }
      const rows = await query.orderBy("name").limit(page.limit).offset(page.offset).execute();
      if (rows.length > max) throw tooManyRows(max);

      let versions: Promise<Map<string, SecretVersion[]>> | undefined;
      return rows.map((row) => ({
        ...secretFrom(row),
        versions: async () => {
          versions ??= readVersions(reader, rows);
          return (await versions).get(row.id) ?? [];
        },
      }));
    },
  },
};

/** The fields of a listed secret that are not in its row. */
export const secretFields: SecretResolvers = {
  versions: async (secret, _args, { budget }) => {
    const versions = await secret.versions();
    budget.addRows(versions.length);
    return versions;
  },
};

function secretFrom(row: Selectable<Tables["secret"]>): Omit<Secret, "versions"> {
  const { name, version } = row;
  return { name, version, createdAt: row.created_at, updatedAt: row.updated_at, updatedBy: row.updated_by };
}

/** Newest first, by the secret's id. */
async function readVersions(
  reader: Kysely<Tables>,
  secrets: readonly { id: string }[],
): Promise<Map<string, SecretVersion[]>> {
  const versions = new Map<string, SecretVersion[]>();
  const idsPerQuery = 500;
  for (let from = 0; from < secrets.length; from += idsPerQuery) {
    const ids = secrets.slice(from, from + idsPerQuery).map(({ id }) => id);
    const rows = await reader
      .selectFrom("secret_version")
      .select(["secret_id", "version", "created_at", "created_by"])
      .where("secret_id", "in", ids)
      .orderBy("version", "desc")
      .execute();
    for (const { secret_id, version, created_at, created_by } of rows) {
      const known = versions.get(secret_id) ?? [];
      known.push({ version, createdAt: created_at, createdBy: created_by });
      versions.set(secret_id, known);
    }
  }
  return versions;
}
