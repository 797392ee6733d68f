import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { docsPage } from "@keyfold/common/docs-page";
import { sql } from "kysely";
import { RowKeys } from "../access/row-keys.ts";
import { commandEntry } from "../audit/audit-entry.ts";
import { type AuditReport, verifyAudit } from "../audit/verify-audit.ts";
import type { Database } from "../database/database.ts";
import { openSqlite } from "../database/sqlite/open-sqlite.ts";
import { checkPrivate, syncFolderOf, writeKeyFile } from "../master-key/key-file.ts";
import { ServerError } from "../server-error.ts";
import type { InstanceSettings } from "../settings/settings.ts";
import type { Clock } from "../time/clock.ts";
import { TeamKeys } from "../vault/team-keys.ts";
import { backedUpKey, removeBackedUpKey, removeDatabase } from "./backup-instance.ts";
import { commandChain } from "./command-record.ts";
import { auditHeadOf, dataPaths, noData } from "./data-folder.ts";
import { findKey, isInstance, keySource, readAuditKey } from "./instance-keys.ts";
import { sealRows } from "./seal-rows.ts";

export interface RestoreOptions {
  readonly settings: InstanceSettings;
  /** What `backupInstance` made. It is only read. */
  readonly file: string;
  readonly clock?: Clock;
}

/**
 * Makes a data folder of a backup. The audit log is checked first; runs that were live and sessions are ended. A folder that holds
 * data is left alone, and one that could not be restored holds none. Gives how many audit rows there are.
 *
 * @throws ServerError `ALREADY_INITIALISED` for a folder with data, `DATABASE_INVALID` for a file that is no backup,
 * `MASTER_KEY_INVALID` and `DECRYPTION_FAILED` if its key is not there, `AUDIT_BROKEN`, or `SETTINGS_INVALID`.
 */
export async function restoreInstance(options: RestoreOptions): Promise<number> {
  const { settings, file } = options;
  if (settings.database !== undefined) {
    const tip = `Restore it with pg_restore; see ${docsPage("production.md#backup")}.`;
    throw new ServerError("SETTINGS_INVALID", "This instance's data are in PostgreSQL.", tip);
  }
  const { folder, ...paths } = dataPaths(settings);
  // A log without its database, too: SQLite would read it into the restored one.
  if ([paths.database, `${paths.database}-wal`].some((path) => existsSync(path))) throw holdsData(folder);
  const copy = `${paths.database}.restoring`;
  const hadKey = existsSync(paths.masterKey);
  try {
    copyBackup(file, folder, copy);
    const rows = await restore(options, copy);
    renameSync(copy, paths.database);
    syncFolderOf(paths.database);
    return rows;
  } catch (error) {
    if (!hadKey) rmSync(paths.masterKey, { force: true });
    throw error instanceof ServerError && error.code === "DATABASE_UNAVAILABLE" ? damaged(file, error) : error;
  } finally {
    removeDatabase(copy);
  }
}

async function restore({ settings, file, clock = Date.now }: RestoreOptions, copy: string): Promise<number> {
  const database = await openSqlite(copy);
  try {
    await checkPages(database, file);
    if (!(await isInstance(database.reader))) throw noData(file);
    const key = await backedUpKey(database);
    if (key !== undefined) checkPrivate(file, statSync(file), "The backup with the master key");
    const { masterKey } = dataPaths(settings);
    if (key !== undefined && settings.masterKeyCommand === undefined && !existsSync(masterKey)) {
      writeKeyFile(masterKey, key);
    }
    const { key: wrapping } = await findKey(keySource(settings), database.reader);
    const auditKey = await readAuditKey(database.reader, wrapping);
    const report = await verifyAudit(database, auditKey);
    if (!report.ok) throw auditBroken(report);
    const teamKeys = new TeamKeys(async () => wrapping);
    const chain = commandChain(auditKey, settings.auditStream);
    await sealRows(database, { chain, auditHead: undefined, rowKeys: new RowKeys(auditKey), teamKeys });
    await database.transaction(async (transaction) => {
      await removeBackedUpKey(transaction);
      const now = clock();
      await transaction.query
        .updateTable("run")
        .set({ ended_at: now, mac: null })
        .where("ended_at", "is", null)
        .execute();
      await transaction.query.deleteFrom("session").execute();
      const entry = commandEntry("restore", "data.restore", now);
      await chain.append(transaction, [entry]);
    });
    // Before the database gets its name: with one that is older no server starts.
    await auditHeadOf(settings, auditKey)?.accept(database);
    return report.rows + 1;
  } finally {
    await database.close();
  }
}

function copyBackup(file: string, folder: string, copy: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // One that was left by a restore that was cut off.
    removeDatabase(copy);
    closeSync(openSync(copy, "wx", 0o600));
    copyFileSync(file, copy);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const message = `The backup ${file} can't be copied to ${folder}: ${code}.`;
    throw new ServerError("FILE_NOT_WRITTEN", message, "Check both paths and their permissions.", { cause: error });
  }
}

async function checkPages({ reader }: Database, file: string): Promise<void> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check`.execute(reader);
  if (rows.length === 1 && rows[0]?.quick_check === "ok") return;
  throw damaged(file);
}

function damaged(file: string, cause?: unknown): ServerError {
  return new ServerError("DATABASE_INVALID", `${file} is damaged.`, "Restore another backup.", { cause });
}

function holdsData(folder: string): ServerError {
  const message = `${folder} holds Keyfold data already; nothing was changed.`;
  return new ServerError("ALREADY_INITIALISED", message, "Restore into another folder.");
}

function auditBroken({ problem }: AuditReport): ServerError {
  const message = `The backup's audit log is broken. ${problem?.message ?? ""}`;
  return new ServerError("AUDIT_BROKEN", message, "Restore another backup, and keep this one as evidence.");
}
