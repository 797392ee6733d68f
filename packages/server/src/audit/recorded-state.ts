import SqliteConnection, { type Database as Connection, type Statement } from "better-sqlite3";
import type { AuditRow } from "./audit-row.ts";

/** What the log says of a token, or of a trust, which is deleted and not revoked. */
export interface RecordedToken {
  readonly revoked: 0 | 1;
}

/** What the log says of a run. */
export interface RecordedRun {
  /** Milliseconds since 1970; null: not known, as rows of before don't say it. */
  readonly expires_at: number | null;
  /** When it was ended, in milliseconds since 1970; null: it was not. */
  readonly ended_at: number | null;
}

/** What the log says of a session. */
export interface RecordedSession {
  /** Milliseconds since 1970. */
  readonly expires_at: number;
  readonly ended: 0 | 1;
}

/** What the log says of a secret that is there. */
export interface RecordedSecret {
  readonly version: number;
  /** Null: not known, as rows of before don't say it. */
  readonly id: string | null;
}

/** Something that the log tells of. */
export interface Recorded {
  readonly kind: "team" | "token" | "trust" | "run" | "session" | "secret";
  /** The name of a team or a secret, the id of the others. */
  readonly subject: string;
}

/** What of a row's `detail` is looked at. */
interface RecordedDetail {
  /** ISO 8601. */
  readonly expiresAt?: string | null;
  readonly secretId?: string;
  /** Whose runs were ended, before their opener was revoked. */
  readonly openedById?: string;
  /** ISO 8601: those that would have expired by then. */
  readonly expiresBy?: string;
  /** The id of the session in whose place another was opened. */
  readonly replaces?: string;
  /** Whether a secret was removed for good. */
  readonly purge?: boolean;
}

/** Whether a row may tell of what is in the database. Reads do not, and most rows are of reads. */
export function tellsOfState({ action, outcome }: Pick<AuditRow, "action" | "outcome">): boolean {
  return outcome === "allowed" && action !== "secret.read" && action !== "secret.use";
}

const tables = `
  create table team (name text primary key, seen integer not null default 0) without rowid;
  create table token (
    id text primary key, revoked integer not null default 0, seen integer not null default 0) without rowid;
  create table trust (
    id text primary key, revoked integer not null default 0, seen integer not null default 0) without rowid;
  create table run (
    id text primary key, opener text, expires_at integer, ended_at integer,
    seen integer not null default 0) without rowid;
  create index run_by_opener on run (opener) where ended_at is null;
  create table session (
    id text primary key, token_id text, expires_at integer, ended integer not null default 0) without rowid;
  create index session_by_token on session (token_id) where ended = 0;
  create table secret (
    team_id text not null, name text not null, version integer not null, id text, removed integer not null default 0,
    seen integer not null default 0,
    primary key (team_id, name)) without rowid`;

/**
 * Teams, tokens, trusts, runs and secrets as the audit log tells of them, row by row. It is held in a nameless file on the disk
 * that ends with the process: a log of any length needs no more memory than a short one.
 */
export class RecordedState {
  readonly #connection: Connection = new SqliteConnection("");
  readonly #statements = new Map<string, Statement<unknown[]>>();

  constructor() {
    // Nobody else reads it, and after a crash nobody needs it.
    this.#connection.pragma("journal_mode = OFF");
    this.#connection.pragma("synchronous = OFF");
    this.#connection.exec(tables);
    this.#connection.exec("begin");
  }

  /** Takes the next row of the log. */
  add(row: Omit<AuditRow, "mac">): void {
    if (!tellsOfState(row)) return;
    const { action, subject, at, format } = row;
    const detail: RecordedDetail = row.detail === null ? {} : JSON.parse(row.detail);
    const { secretId = null } = detail;
    const expiresAt = detail.expiresAt == null ? null : Date.parse(detail.expiresAt);
    if (action === "team.create") this.#run("insert or ignore into team (name) values (?)", subject);
    if (action === "token.create") this.#run("insert or ignore into token (id) values (?)", subject);
    if (action === "session.open") {
      const sql = "insert or ignore into session (id, token_id, expires_at) values (?, ?, ?)";
      this.#run(sql, subject, row.actor_id, expiresAt);
      this.#run("update session set ended = 1 where id = ?", detail.replaces ?? null);
    }
    if (action === "session.end") this.#run("update session set ended = 1 where id = ?", subject);
    if (action === "token.revoke") {
      this.#run("update session set ended = 1 where token_id = ? and ended = 0", subject);
      this.#run("update token set revoked = 1 where id = ?", subject);
      // Servers of before let runs go on.
      if (format !== 1) this.#run("update run set ended_at = ? where opener = ? and ended_at is null", at, subject);
    }
    if (action === "rows.seal") {
      const revoked = "select id from token where revoked = 1";
      this.#run(`update run set ended_at = ? where ended_at is null and opener in (${revoked})`, at);
    }
    if (action === "trust.create") this.#run("insert or ignore into trust (id) values (?)", subject);
    if (action === "trust.delete") {
      this.#run("update trust set revoked = 1 where id = ?", subject);
      this.#run("update run set ended_at = ? where opener = ? and ended_at is null", at, subject);
    }
    if (action === "run.open") {
      const sql = "insert or ignore into run (id, opener, expires_at) values (?, ?, ?)";
      this.#run(sql, subject, row.actor_id, expiresAt);
    }
    if (action === "run.extend") this.#run("update run set expires_at = ? where id = ?", expiresAt, subject);
    if (action === "run.end" && subject !== null) {
      this.#run("update run set ended_at = ? where id = ? and ended_at is null", at, subject);
    }
    if (action === "run.end" && subject === null && detail.expiresBy !== undefined) {
      const sql = "update run set ended_at = ? where opener = ? and ended_at is null and expires_at <= ?";
      this.#run(sql, at, detail.openedById, Date.parse(detail.expiresBy));
    }
    if (action === "data.restore") {
      this.#run("update run set ended_at = ? where ended_at is null", at);
      this.#run("update session set ended = 1 where ended = 0");
    }
    if (action === "secret.set" || action === "secret.rollback") {
      // Each version is one more than the version before, whatever the database said.
      const sql = `insert into secret (team_id, name, version, id) values (?, ?, 1, ?)
        on conflict do update set version = iif(removed, 1, version + 1),
        id = iif(removed, excluded.id, coalesce(id, excluded.id)), removed = 0`;
      this.#run(sql, row.team_id, subject, secretId);
    }
    const ofName = "where team_id = ? and name = ?";
    if (action === "secret.delete") {
      const sql = detail.purge ? "delete from secret" : "update secret set removed = 1";
      this.#run(`${sql} ${ofName}`, row.team_id, subject);
    }
    // With the version that it had when it was removed, whatever the database says now.
    if (action === "secret.restore") this.#run(`update secret set removed = 0 ${ofName}`, row.team_id, subject);
    if (action === "secret.purge") this.#run(`delete from secret ${ofName} and removed = 1`, row.team_id, subject);
  }

  /** Whether a team was made, by its name, which is noted as seen. */
  seeTeam(name: string): boolean {
    return this.#run("update team set seen = 1 where name = ?", name) === 1;
  }

  /** What the log says of a token, which is noted as seen; undefined: nothing. */
  seeToken(id: string): RecordedToken | undefined {
    return this.#row<RecordedToken>("update token set seen = 1 where id = ? returning revoked", id);
  }

  /** What the log says of a trust, which is noted as seen; undefined: nothing. */
  seeTrust(id: string): RecordedToken | undefined {
    return this.#row<RecordedToken>("update trust set seen = 1 where id = ? returning revoked", id);
  }

  /** What the log says of a run, which is noted as seen; undefined: nothing. */
  seeRun(id: string): RecordedRun | undefined {
    return this.#row<RecordedRun>("update run set seen = 1 where id = ? returning expires_at, ended_at", id);
  }

  /** What the log says of a session; undefined: nothing. */
  session(id: string): RecordedSession | undefined {
    return this.#row<RecordedSession>("select expires_at, ended from session where id = ?", id);
  }

  /** What the log says of a secret, which is noted as seen; undefined: it is not there. */
  seeSecret(teamId: string, name: string): RecordedSecret | undefined {
    const sql = "update secret set seen = 1 where team_id = ? and name = ? and removed = 0 returning version, id";
    return this.#row<RecordedSecret>(sql, teamId, name);
  }

  /**
   * What should be in the database and was not seen there: by name for teams and secrets, by id for the others. Runs that
   * are over, and tokens and trusts that ended, may be gone.
   *
   * @param now - milliseconds since 1970.
   */
  *unseen(now: number): Iterable<Recorded> {
    const query = `
      select 'team' as kind, name as subject from team where seen = 0
      union all select 'token', id from token where seen = 0 and revoked = 0
      union all select 'trust', id from trust where seen = 0 and revoked = 0
      union all select 'run', id from run where seen = 0 and ended_at is null and expires_at > ?
      union all select 'secret', name from secret where seen = 0 and removed = 0`;
    yield* this.#connection.prepare<[number], Recorded>(query).iterate(now);
  }

  /** Ends it, and its file. */
  close(): void {
    this.#connection.close();
  }

  #run(sql: string, ...parameters: readonly unknown[]): number {
    return this.#statement(sql).run(...parameters).changes;
  }

  #row<Row>(sql: string, ...parameters: readonly unknown[]): Row | undefined {
    return this.#statement(sql).get(...parameters) as Row | undefined;
  }

  #statement(sql: string): Statement<unknown[]> {
    const statement = this.#statements.get(sql) ?? this.#connection.prepare<unknown[]>(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
