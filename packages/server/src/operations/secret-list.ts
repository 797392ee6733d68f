import { sql } from "kysely";
import { coveredNames } from "../access/grants.ts";
import type { Tables } from "../database/tables.ts";
import type { Secret, SecretResolvers, SecretVersion } from "../generated/resolvers.ts";
import { checkBatch } from "../input/names.ts";
import { inTurns, mapInTurns } from "./in-turns.ts";
import { findKey, inGroups, type Listing, type ListReader, readRows } from "./lists.ts";
import type { Operations } from "./operation.ts";
import { readPage, tooManyRows } from "./page.ts";
import { listSecrets } from "./secret-listing.ts";

/** A secret's row; its versions are read when they are asked for, for the whole page at once. */
export type ListedSecret = Omit<Secret, "versions"> & { versions(): Promise<SecretVersion[]> };

type ListedRow = Omit<Tables["secret"], "team_id" | "folder"> & { readonly deleted_at: number | null };
type VersionRow = Pick<Tables["secret_version"], "secret_id" | "version" | "created_at" | "created_by">;

/** The list of the team's names with what is known of them, never a value. */
export const secretList: Operations<"secret"> = {
  /** Without `limit` all of them, or an error. */
  secret: {
    for: "token",
    action: "secret.list",
    run: async ({ server: { limits }, token, lists }, args) => {
      const { teamId, id: tokenId } = token;
      const max = limits.pageRows;
      const page = readPage(args, max + 1, max + 1);
      const where = args.where ?? {};
      if (where.name?._in?.length === 0) return [];
      if (where.name?._in) checkBatch(where.name._in, limits.batch);
      const listing = listSecrets(teamId, coveredNames(token.grants, "auditor"), where, args.order_by ?? {});
      const rows = await lists.read(tokenId, async (reader) => {
        const { after } = args;
        if (typeof after !== "string") return readRows<ListedRow>(reader, listing, page);
        const key = listing.key.length === 1 ? [after] : await findKey(reader, listing, teamId, after);
        return readRows<ListedRow>(reader, { ...listing, after: key }, page);
      });
      if (rows.length > max) throw tooManyRows(max);

      let versions: Promise<Map<string, SecretVersion[]>> | undefined;
      const turn = inTurns(lists);
      return mapInTurns(lists, rows, (row) => ({
        name: row.name,
        version: row.version,
        createdAt: row.created_at,
        updatedAt: row.updated_at,
        updatedBy: row.updated_by,
        note: row.note,
        owner: row.owner,
        rotateBy: row.rotate_by,
        lastReadAt: row.last_read_at,
        deletedAt: row.deleted_at,
        versions: async () => {
          versions ??= lists.more(tokenId, (reader) => readVersions(reader, rows, limits.versionsKept));
          const read = await versions;
          await turn();
          return read.get(row.id) ?? [];
        },
      }));
    },
  },
};

/** The fields of a listed secret that are not in its row. */
export const secretFields: SecretResolvers = { versions: (secret) => secret.versions() };

/** Names and versions that one statement goes through, unless one name has more. */
const versionsAtOnce = { names: 500, versions: 2000 };

/** Newest first, by the secret's id. */
async function readVersions(
  reader: ListReader,
  secrets: readonly ListedRow[],
  versionsKept: number,
): Promise<Map<string, SecretVersion[]>> {
  const versions = new Map<string, SecretVersion[]>();
  const { names, versions: max } = versionsAtOnce;
  for (const group of inGroups(secrets, names, max, ({ version }) => Math.min(version, versionsKept))) {
    const listing: Listing = {
      table: "secret_version",
      columns: sql`secret_id, version, created_at, created_by`,
      parts: [{ where: [sql`secret_id in (${sql.join(group.map(({ id }) => id))})`] }],
      key: ["secret_id", "version"],
      order: "desc",
    };
    const page = { limit: Number.MAX_SAFE_INTEGER, offset: 0 };
    for (const row of await readRows<VersionRow>(reader, listing, page)) {
      const known = versions.get(row.secret_id) ?? [];
      known.push({ version: row.version, createdAt: row.created_at, createdBy: row.created_by });
      versions.set(row.secret_id, known);
    }
  }
  return versions;
}
