import { sql } from "kysely";
import type { Database, Transaction } from "../database/database.ts";

/** Puts the text of the master key's file into a backup. */
export async function keepKey({ query }: Transaction, text: string): Promise<void> {
  await sql`create table backup_key (text text not null)`.execute(query);
  await sql`insert into backup_key (text) values (${text})`.execute(query);
}

/** The text that `keepKey` put there; undefined in a backup without a key. */
export async function readKey({ reader }: Database): Promise<string | undefined> {
  const { rows: tables } = await sql`select 1 from sqlite_master where name = 'backup_key'`.execute(reader);
  if (tables.length === 0) return undefined;
  const { rows } = await sql<{ text: string }>`select text from backup_key`.execute(reader);
  return rows[0]?.text;
}

/** Takes the text out again; its bytes are overwritten. */
export async function removeKey({ query }: Transaction): Promise<void> {
  await sql`drop table if exists backup_key`.execute(query);
}
