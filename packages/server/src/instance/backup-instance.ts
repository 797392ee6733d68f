import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, rmSync } from "node:fs";
import { docsPage } from "@keyfold/common/docs-page";
import SqliteConnection from "better-sqlite3";
import { sql } from "kysely";
import { commandEntry } from "../audit/audit-entry.ts";
import type { Database, Transaction } from "../database/database.ts";
import { openSqlite } from "../database/sqlite/open-sqlite.ts";
import type { VaultKind } from "../database/tables.ts";
import { readKeyFile, syncFolderOf } from "../master-key/key-file.ts";
import { ServerError } from "../server-error.ts";
import type { InstanceSettings } from "../settings/settings.ts";
import type { Clock } from "../time/clock.ts";
import { recordCommand } from "./command-record.ts";
import { dataPaths } from "./data-folder.ts";
import { findKey, keySource } from "./instance-keys.ts";
import { openInstance } from "./open-instance.ts";

export interface BackupOptions {
  readonly settings: InstanceSettings;
  /** Made by this, for its owner alone; never written over. */
  readonly file: string;
  /** Whether the file holds the master key too, if that is a file of the data folder. */
  readonly withKey: boolean;
  readonly clock?: Clock;
}

export interface BackupResult {
  /** Whether the file holds the master key. */
  readonly hasKey: boolean;
  /** Where the values are: those in OpenBao are not in the file. */
  readonly vault: VaultKind;
}

/**
 * Copies a data folder into one file while servers serve it: everything as it was at one moment, all of it on the disk
 * when this returns.
 *
 * @throws ServerError what `openInstance` throws, `SETTINGS_INVALID` for data that are not in the data folder, and
 * `FILE_NOT_WRITTEN` for a file that is there or can't be made.
 */
export async function backupInstance(options: BackupOptions): Promise<BackupResult> {
  const { settings, file, withKey, clock = Date.now } = options;
  if (settings.database !== undefined) {
    const tip = `Back it up with pg_dump, and keep a copy of the master key; see ${docsPage("production.md#backup")}.`;
    throw new ServerError("SETTINGS_INVALID", "This instance's data are in PostgreSQL.", tip);
  }
  const instance = await openInstance(settings);
  const entry = commandEntry("backup", "data.backup", clock());
  const { vault } = await recordCommand(settings, instance, entry, ({ query }) =>
    query.selectFrom("instance").select("vault").executeTakeFirstOrThrow(),
  ).finally(() => instance.database.close());
  const copy = `${file}.${randomUUID()}`;
  try {
    copyDatabase(dataPaths(settings).database, copy);
    const hasKey = withKey && (await addKey(settings, copy));
    flush(copy);
    // Unlike a rename, a link is never made over a file.
    linkSync(copy, file);
    syncFolderOf(file);
    return { hasKey, vault: vault ?? "database" };
  } catch (error) {
    throw error instanceof ServerError ? error : notWritten(file, error);
  } finally {
    removeDatabase(copy);
  }
}

/** Removes a database's file, and those that SQLite has beside it. */
export function removeDatabase(path: string): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
}

/** One read transaction: a writer doesn't wait for it, and it doesn't begin anew when something was written. */
function copyDatabase(from: string, to: string): void {
  closeSync(openSync(to, "wx", 0o600));
  const connection = new SqliteConnection(from, { readonly: true });
  try {
    connection.prepare("vacuum into ?").run(to);
  } finally {
    connection.close();
  }
}

/** Adds the key that opens the copy: in the midst of a rotation it can be another one than a moment ago. */
async function addKey(settings: InstanceSettings, copy: string): Promise<boolean> {
  const database = await openSqlite(copy);
  try {
    const { candidate } = await findKey(keySource(settings), database.reader);
    if (candidate.file === undefined) return false;
    const key = readKeyFile(candidate.file);
    await database.transaction(async ({ query }) => {
      await sql`create table backup_key (text text not null)`.execute(query);
      await sql`insert into backup_key (text) values (${key})`.execute(query);
    });
    return true;
  } finally {
    await database.close();
  }
}

/** What the master key's file held; undefined in a backup without a key. */
export async function backedUpKey({ reader }: Database): Promise<string | undefined> {
  const { rows: tables } = await sql`select 1 from sqlite_master where name = 'backup_key'`.execute(reader);
  if (tables.length === 0) return undefined;
  const { rows } = await sql<{ text: string }>`select text from backup_key`.execute(reader);
  return rows[0]?.text;
}

/** Removes the key from a restored backup; its bytes are overwritten. */
export async function removeBackedUpKey({ query }: Transaction): Promise<void> {
  await sql`drop table if exists backup_key`.execute(query);
}

function flush(file: string): void {
  const handle = openSync(file, "r+");
  fsyncSync(handle);
  closeSync(handle);
}

function notWritten(file: string, error: unknown): ServerError {
  const { code } = error as NodeJS.ErrnoException;
  const why = code === "EEXIST" ? "is there already" : `can't be written: ${code}`;
  return new ServerError("FILE_NOT_WRITTEN", `The file ${file} ${why}.`, "Choose another file.", { cause: error });
}
