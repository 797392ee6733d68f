import { type RawBuilder, sql } from "kysely";
import type { Database, Transaction } from "./database.ts";

/** How a database names the types of the columns. */
export interface ColumnTypes {
  readonly bytes: "blob" | "bytea";
  /** Whole numbers up to 2^53. */
  readonly whole: "integer" | "bigint";
  /** Text ordered by its code points. */
  readonly text: "text" | 'text collate "C"';
  /** Ends a table that is only looked up by its key: SQLite then has one tree for it instead of two. */
  readonly byKey: "" | "without rowid";
  /** An expression of a random id. */
  readonly randomId: string;
}

/** The same as parts of a statement. */
type RawTypes = Readonly<Record<keyof ColumnTypes, RawBuilder<unknown>>>;

type Migration = (types: RawTypes) => readonly RawBuilder<unknown>[];

/** In order, and never changed once released. The table `migration` says how many have run. */
const migrations: readonly Migration[] = [
  createTables,
  addOtherVaults,
  authenticateRows,
  nameSecretsById,
  countKeyUses,
  letRowsGo,
  addTrusts,
  addPeople,
  dropKeyIndex,
];

/**
 * Brings the tables up to date. Runs inside the one transaction at a time that a database allows, so replicas may start
 * at once.
 */
export async function migrate(database: Database, types: ColumnTypes): Promise<void> {
  const raw = {
    bytes: sql.raw(types.bytes),
    whole: sql.raw(types.whole),
    text: sql.raw(types.text),
    byKey: sql.raw(types.byKey),
    randomId: sql.raw(types.randomId),
  };
  await database.transaction(async ({ query }: Transaction) => {
    await sql`create table if not exists migration (number integer primary key)`.execute(query);
    const { rows } = await sql<{ done: number }>`select count(*) as done from migration`.execute(query);
    const done = Number(rows[0]?.done ?? 0);
    for (const [index, migration] of migrations.entries()) {
      if (index < done) continue;
      for (const statement of migration(raw)) await statement.execute(query);
      await sql`insert into migration (number) values (${index + 1})`.execute(query);
    }
  });
}

function createTables({ text, whole, bytes, byKey }: RawTypes): RawBuilder<unknown>[] {
  return [
    sql`create table instance (id ${text} primary key, created_at ${whole} not null, audit_key ${bytes} not null)`,
    sql`create table team (
      id ${text} primary key, name ${text} not null unique, created_at ${whole} not null, is_first ${whole} not null)`,
    sql`create table token (
      id ${text} primary key, team_id ${text} not null references team (id), name ${text} not null,
      role ${text} not null, hash ${bytes} not null unique, created_at ${whole} not null, expires_at ${whole},
      last_used_at ${whole}, revoked_at ${whole})`,
    sql`create index token_by_team on token (team_id, created_at)`,
    sql`create table run (
      id ${text} primary key, team_id ${text} not null references team (id), label ${text}, allow ${text},
      hash ${bytes} not null unique, opened_at ${whole} not null, opened_by ${text} not null,
      expires_at ${whole} not null, ended_at ${whole})`,
    sql`create index run_by_team on run (team_id, opened_at)`,
    // The metrics count the runs that may live.
    sql`create index run_by_end on run (expires_at) where ended_at is null`,
    sql`create table secret (
      team_id ${text} not null references team (id), name ${text} not null, version ${whole} not null,
      created_at ${whole} not null, updated_at ${whole} not null, updated_by ${text} not null,
      primary key (team_id, name)) ${byKey}`,
    sql`create table secret_version (
      team_id ${text} not null, name ${text} not null, version ${whole} not null, created_at ${whole} not null,
      created_by ${text} not null, primary key (team_id, name, version)) ${byKey}`,
    sql`create table vault_team_key (team_id ${text} primary key, wrapped ${bytes} not null)`,
    sql`create table vault_value (
      team_id ${text} not null, name ${text} not null, version ${whole} not null, sealed ${bytes} not null,
      primary key (team_id, name, version)) ${byKey}`,
    sql`create table audit_event (
      seq ${whole} primary key, at ${whole} not null, team_id ${text}, request_id ${text} not null,
      actor ${text} not null, actor_id ${text}, action ${text} not null, subject ${text}, outcome ${text} not null,
      code ${text}, mac ${bytes} not null)`,
    sql`create index audit_event_by_team on audit_event (team_id, seq)`,
  ];
}

function addOtherVaults({ text, whole }: RawTypes): RawBuilder<unknown>[] {
  return [
    sql`alter table instance add column vault ${text}`,
    sql`create table vault_leftover (path ${text} primary key, due_at ${whole} not null)`,
    sql`create index vault_leftover_by_time on vault_leftover (due_at)`,
  ];
}

/** Rows of before get their grants here and their macs in instance/seal-rows.ts, which has the key. */
function authenticateRows({ text, whole, bytes }: RawTypes): RawBuilder<unknown>[] {
  return [
    ...["version", "label", "address", "agent", "asked", "detail"].map(
      (column) => sql`alter table audit_event add column ${sql.ref(column)} ${column === "version" ? whole : text}`,
    ),
    sql`alter table audit_event add column format ${whole} not null default 1`,
    sql`alter table instance add column rows_sealed ${whole} not null default 0`,
    sql`alter table team add column mac ${bytes}`,
    sql`alter table token add column grants ${text} not null default '[]'`,
    sql`alter table token add column created_by ${text}`,
    sql`alter table token add column created_by_id ${text}`,
    sql`alter table token add column mac ${bytes}`,
    sql`alter table run add column grants ${text} not null default '[]'`,
    sql`alter table run add column folder ${text}`,
    sql`alter table run add column uses ${text}`,
    sql`alter table run add column opened_by_id ${text}`,
    sql`alter table run add column latest_end ${whole} not null default 0`,
    sql`alter table run add column mac ${bytes}`,
    sql`create index run_live_by_opener on run (opened_by_id, expires_at) where ended_at is null`,
  ];
}

/** The values are sealed anew in instance/seal-rows.ts, which has the keys. */
function nameSecretsById({ text, whole, bytes, byKey, randomId }: RawTypes): RawBuilder<unknown>[] {
  const columns = sql`id ${text} not null, team_id ${text} not null references team (id), name ${text} not null,
    folder ${text} not null, version ${whole} not null, created_at ${whole} not null, updated_at ${whole} not null,
    updated_by ${text} not null, note ${text}, owner ${text}, rotate_by ${whole}, last_read_at ${whole}`;
  const ofSecret = sql`(select id from secret where secret.team_id = old.team_id and secret.name = old.name)`;
  return [
    sql`alter table secret rename to old_secret`,
    sql`alter table secret_version rename to old_secret_version`,
    sql`alter table vault_value rename to old_vault_value`,
    sql`alter table vault_team_key rename to old_vault_team_key`,
    sql`create table secret (${columns}, primary key (team_id, name)) ${byKey}`,
    sql`create index secret_by_folder on secret (team_id, folder, name)`,
    sql`create table removed_secret (
      ${columns}, deleted_at ${whole} not null, deleted_by ${text} not null, primary key (id)) ${byKey}`,
    sql`create unique index removed_secret_by_name on removed_secret (team_id, name)`,
    sql`create index removed_secret_by_time on removed_secret (deleted_at)`,
    sql`create table secret_version (
      secret_id ${text} not null, version ${whole} not null, team_id ${text} not null, name ${text} not null,
      created_at ${whole} not null, created_by ${text} not null, primary key (secret_id, version)) ${byKey}`,
    sql`create table vault_value (
      secret_id ${text} not null, version ${whole} not null, team_id ${text} not null, name ${text} not null,
      sealed ${bytes} not null, primary key (secret_id, version)) ${byKey}`,
    sql`create table vault_team_key (
      team_id ${text} not null, number ${whole} not null, wrapped ${bytes} not null,
      primary key (team_id, number)) ${byKey}`,
    // A folder is what stands before the last slash.
    sql`insert into secret (id, team_id, name, folder, version, created_at, updated_at, updated_by)
      select ${randomId}, team_id, name,
        case when name like '%/%'
          then substr(name, 1, length(rtrim(name, replace(name, '/', ''))) - 1) else '' end,
        version, created_at, updated_at, updated_by from old_secret`,
    sql`insert into secret_version (secret_id, version, team_id, name, created_at, created_by)
      select ${ofSecret}, version, team_id, name, created_at, created_by from old_secret_version old
      where ${ofSecret} is not null`,
    sql`insert into vault_value (secret_id, version, team_id, name, sealed)
      select ${ofSecret}, version, team_id, name, sealed from old_vault_value old
      where ${ofSecret} is not null`,
    sql`insert into vault_team_key (team_id, number, wrapped) select team_id, 1, wrapped from old_vault_team_key`,
    sql`drop table old_secret`,
    sql`drop table old_secret_version`,
    sql`drop table old_vault_value`,
    sql`drop table old_vault_team_key`,
    ...listIndexes,
  ];
}

/** For the orders of the lists, and for the filters whose rows are few: an index of all reads would be written with each. */
const listIndexes = [
  sql`create index audit_event_refused on audit_event (team_id, seq) where outcome = 'refused'`,
  sql`create index audit_event_by_action on audit_event (team_id, action, seq) where action <> 'secret.read'`,
  sql`drop index run_by_team`,
  sql`create index run_by_team on run (team_id, opened_at, id)`,
  sql`create index run_not_ended on run (team_id, opened_at, id) where ended_at is null`,
  sql`drop index token_by_team`,
  sql`create index token_by_team on token (team_id, created_at, id)`,
  sql`create index secret_by_creation on secret (team_id, created_at, name)`,
  sql`create index secret_by_update on secret (team_id, updated_at, name)`,
];

/** Until now each team had one data key. */
function countKeyUses({ whole }: RawTypes): RawBuilder<unknown>[] {
  return [
    sql`alter table vault_team_key add column writes ${whole} not null default 0`,
    sql`alter table vault_value add column key_number ${whole} not null default 1`,
    sql`create index vault_value_by_key on vault_value (team_id, key_number)`,
  ];
}

/** For rows of the log that were archived, for runs that ended long ago, and for sessions. */
function letRowsGo({ text, whole, bytes }: RawTypes): RawBuilder<unknown>[] {
  return [
    sql`create table audit_anchor (
      seq ${whole} primary key, mac ${bytes} not null, archived_at ${whole} not null, seal ${bytes} not null)`,
    sql`create index run_over on run (coalesce(ended_at, expires_at))`,
    sql`create table session (
      id ${text} primary key, team_id ${text} not null references team (id),
      token_id ${text} not null references token (id), hash ${bytes} not null unique, signed_in_at ${whole} not null,
      idle_end ${whole} not null, latest_end ${whole} not null, mac ${bytes})`,
    sql`create index session_by_token on session (token_id)`,
    sql`create index session_over on session (idle_end)`,
  ];
}

/** Trusts, and the signed tokens that were used: each is found by its hash, and removed by its time. */
function addTrusts({ text, whole, bytes, byKey }: RawTypes): RawBuilder<unknown>[] {
  return [
    sql`create table trust (
      id ${text} primary key, team_id ${text} not null references team (id), name ${text} not null,
      purpose ${text} not null, issuer ${text} not null, audience ${text} not null, claims ${text} not null,
      grants ${text} not null, token_seconds ${whole}, jwks ${text}, reusable ${whole} not null,
      created_at ${whole} not null, created_by ${text} not null, created_by_id ${text} not null, mac ${bytes},
      unique (team_id, name))`,
    sql`create index trust_by_issuer on trust (issuer, purpose, id)`,
    sql`create table used_identity (
      hash ${bytes} primary key, trust_id ${text} not null, expires_at ${whole} not null) ${byKey}`,
    sql`create index used_identity_by_time on used_identity (expires_at)`,
    sql`create table used_identity_count (trust_id ${text} primary key, remembered ${whole} not null) ${byKey}`,
    sql`alter table run add column claims ${text}`,
  ];
}

/** Who signed in to a token at the company's provider. */
function addPeople({ text, whole, bytes, byKey }: RawTypes): RawBuilder<unknown>[] {
  return [
    sql`create table person (
      token_id ${text} primary key references token (id), team_id ${text} not null references team (id),
      issuer ${text} not null, subject ${text} not null, trusts ${text} not null, in_browser ${whole} not null,
      refresh ${bytes}, checked_at ${whole} not null, next_check ${whole}, mac ${bytes})`,
    sql`create index person_by_team on person (team_id, token_id)`,
    sql`create index token_by_name on token (team_id, name) where revoked_at is null`,
    sql`create index person_by_check on person (next_check) where next_check is not null`,
    sql`create table terminal_sign_in (
      challenge ${bytes} primary key, allowed ${bytes} not null, expires_at ${whole} not null) ${byKey}`,
    sql`create index terminal_sign_in_by_time on terminal_sign_in (expires_at)`,
  ];
}

/** It was written with each value, and values under replaced keys are found along the table's own key. */
function dropKeyIndex(): RawBuilder<unknown>[] {
  return [sql`drop index vault_value_by_key`];
}
