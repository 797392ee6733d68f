import { serializeGrants, wholeTeam } from "../access/grants.ts";
import type { RowKeys } from "../access/row-keys.ts";
import type { AuditChain } from "../audit/audit-chain.ts";
import { commandEntry } from "../audit/audit-entry.ts";
import type { AuditHead } from "../audit/audit-head.ts";
import type { Database, Transaction } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { ServerError } from "../server-error.ts";
import { type DataKey, seal, unsealOld, type ValueKey } from "../vault/encryption.ts";
import type { TeamKeys } from "../vault/team-keys.ts";

export interface SealingParts {
  readonly chain: AuditChain;
  readonly auditHead: AuditHead | undefined;
  readonly rowKeys: RowKeys;
  readonly teamKeys: TeamKeys;
}

const secretsPerQuery = 500;

/** The maximum lifetime of a run of before, in milliseconds. */
const maxRunMs = 7 * 24 * 3600 * 1000;

/**
 * Gives the rows of an instance of before their macs, once: tokens are stored as HMACs of their hashes, admins' have the
 * grants of admin and runner, and values are sealed for the secret's id. It is recorded, so that a database in which somebody
 * took the mark of it away is refused. The file that says where the log ends is made here, for an instance that has none.
 *
 * @throws ServerError `AUDIT_BROKEN` for such a database.
 */
export async function sealRows(
  database: Database,
  { chain, auditHead, rowKeys: keys, teamKeys }: SealingParts,
): Promise<void> {
  if (await isSealed(database.reader)) return;
  await database.transaction(async (transaction) => {
    const { query } = transaction;
    if (await isSealed(query)) return;
    const one = query.selectFrom("audit_event").select("seq").limit(1);
    const newer = await one.where("format", ">", 1).executeTakeFirst();
    const any = await one.executeTakeFirst();
    if (newer !== undefined || any === undefined) throw unsealed();
    // Another server that starts before the commit must find it. It names no row of the commit, which a power failure may take back.
    if ((await auditHead?.read()) === undefined) await auditHead?.accept(database, query);
    else await auditHead?.check(query);
    await sealTeams(transaction, keys);
    await sealTokens(transaction, keys);
    const newest = query.selectFrom("audit_event").select("at").orderBy("seq", "desc").limit(1);
    const last = await newest.executeTakeFirstOrThrow();
    await sealRuns(transaction, keys, last.at);
    await sealValues(transaction, teamKeys);
    await query.updateTable("instance").set({ rows_sealed: 1 }).execute();
    await chain.append(transaction, [commandEntry("server", "rows.seal", last.at)]);
  });
}

async function isSealed(query: Database["reader"]): Promise<boolean> {
  return (await query.selectFrom("instance").select("rows_sealed").executeTakeFirst())?.rows_sealed === 1;
}

async function sealTeams({ query }: Transaction, keys: RowKeys): Promise<void> {
  for (const row of await query.selectFrom("team").selectAll().execute()) {
    await query
      .updateTable("team")
      .set({ mac: keys.teamMac(row) })
      .where("id", "=", row.id)
      .execute();
  }
}

async function sealTokens({ query }: Transaction, keys: RowKeys): Promise<void> {
  for (const row of await query.selectFrom("token").selectAll().execute()) {
    const roles = row.role === "admin" ? (["admin", "runner"] as const) : ([row.role] as const);
    const hash = keys.hashOfStored(row.hash);
    const sealed = { ...row, hash, grants: serializeGrants(roles.map(wholeTeam)) };
    const mac = row.revoked_at === null ? keys.tokenMac(sealed) : null;
    await query.updateTable("token").set({ hash, grants: sealed.grants, mac }).where("id", "=", row.id).execute();
  }
}

/** Those that are live have their opener, as the log has it: they end with its token, and at once if it was revoked. */
async function sealRuns({ query }: Transaction, keys: RowKeys, now: number): Promise<void> {
  const openers = await openersOfLive(query, now);
  for (const row of await query.selectFrom("run").selectAll().execute()) {
    const opener = openers.get(row.id);
    const hash = keys.hashOfStored(row.hash);
    const tokensEnd = opener?.expires_at ?? Infinity;
    const latest_end = Math.min(Math.max(row.expires_at, row.opened_at + maxRunMs), tokensEnd);
    const expires_at = Math.min(row.expires_at, tokensEnd);
    const ended_at = row.ended_at ?? (opener === undefined || opener.revoked_at === null ? null : now);
    const grants = serializeGrants([wholeTeam("runner")]);
    const changed = { hash, latest_end, expires_at, opened_by_id: opener?.id ?? null, grants };
    const mac = ended_at === null ? keys.runMac({ ...row, ...changed }) : null;
    await query
      .updateTable("run")
      .set({ ...changed, ended_at, mac })
      .where("id", "=", row.id)
      .execute();
  }
}

type Opener = Pick<Tables["token"], "id" | "expires_at" | "revoked_at">;

/** The tokens that opened the live runs, by the runs' ids: rows of before name them, and only the log has their ids. */
async function openersOfLive(query: Database["reader"], now: number): Promise<ReadonlyMap<string, Opener>> {
  const rows = await query
    .selectFrom("audit_event")
    .innerJoin("run", "run.id", "audit_event.subject")
    .innerJoin("token", "token.id", "audit_event.actor_id")
    .select(["run.id as run", "token.id", "token.expires_at", "token.revoked_at"])
    .where("audit_event.action", "=", "run.open")
    .where("audit_event.outcome", "=", "allowed")
    .where("run.ended_at", "is", null)
    .where("run.expires_at", ">", now)
    .execute();
  return new Map(rows.map(({ run, ...opener }) => [run, opener]));
}

/** A value that does not open is left as it is: it is not given out, as before. */
async function sealValues(transaction: Transaction, teamKeys: TeamKeys): Promise<void> {
  const { query } = transaction;
  for (const { id: teamId } of await query.selectFrom("team").select("id").execute()) {
    const dataKey = await teamKeys.forSealing(transaction, teamId, 0);
    let after = "";
    for (;;) {
      const secrets = await query
        .selectFrom("secret")
        .select(["id", "name"])
        .where("team_id", "=", teamId)
        .where("name", ">", after)
        .orderBy("name")
        .limit(secretsPerQuery)
        .execute();
      for (const { id } of secrets) await sealVersions(query, dataKey, id);
      if (secrets.length < secretsPerQuery) break;
      after = secrets.at(-1)?.name ?? "";
    }
  }
}

async function sealVersions(query: Database["reader"], dataKey: DataKey, secretId: string): Promise<void> {
  const rows = await query.selectFrom("vault_value").selectAll().where("secret_id", "=", secretId).execute();
  for (const row of rows) {
    const key = { teamId: row.team_id, secretId, name: row.name, version: row.version };
    const plain = openedOld(dataKey, key, row.sealed);
    if (plain === undefined) continue;
    await query
      .updateTable("vault_value")
      .set({ sealed: seal(dataKey, key, plain) })
      .where("secret_id", "=", secretId)
      .where("version", "=", row.version)
      .execute();
  }
}

function openedOld(dataKey: DataKey, key: ValueKey, sealed: Buffer): string | undefined {
  try {
    return unsealOld(dataKey.key, key, sealed);
  } catch {
    return undefined;
  }
}

function unsealed(): ServerError {
  return new ServerError(
    "AUDIT_BROKEN",
    "The database says that its rows were never authenticated, but its audit log says otherwise: somebody changed it.",
    "Restore a backup, and keep this database as evidence.",
  );
}
