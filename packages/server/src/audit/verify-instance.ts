import type { KeyObject } from "node:crypto";
import type { Kysely } from "kysely";
import { isTokenLive } from "../access/live.ts";
import type { RowKeys } from "../access/row-keys.ts";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { readAnchor } from "./audit-anchor.ts";
import { AuditArchive } from "./audit-archive.ts";
import {
  type Recorded,
  type RecordedRun,
  type RecordedSession,
  RecordedState,
  type RecordedToken,
} from "./recorded-state.ts";
import { type AuditReport, ChainCheck } from "./verify-audit.ts";

export interface InstanceReport extends AuditReport {
  /** Where the database says otherwise than the log: the first of them; absent if there is none. */
  readonly differences?: readonly Difference[];
  /** Tokens that were made before the log said so: whether the server made them is not known. Absent if there is none. */
  readonly unknownTokens?: number;
}

interface Difference extends Recorded {
  readonly message: string;
}

const maxDifferences = 100;
const rowsPerPage = 200;

/**
 * Checks the audit log, and that teams, tokens, trusts, runs and the newest versions of secrets are as it tells: an old row that
 * was put back is found. Time grows with the rows, memory does not.
 *
 * @param head - as for `verifyAudit`.
 * @param archives - files that hold the rows which were archived; without them the log is checked from where it goes on, and
 *   nothing is compared with it.
 */
export async function verifyInstance(
  { database, auditKey, rowKeys }: { database: Database; auditKey: KeyObject; rowKeys: RowKeys },
  head?: string,
  archives: readonly string[] = [],
): Promise<InstanceReport> {
  const state = new RecordedState();
  const archive = new AuditArchive();
  const chain = new ChainCheck(auditKey, { head, visit: (row) => state.add(row) });
  try {
    for (const file of archives) await archive.add(file);
    chain.add(archive.rows((await readAnchor(database.reader, auditKey))?.seq ?? 0));
    await chain.readOn(database.reader, database.file);
    // The rows that were appended meanwhile and the tables are read as of one moment.
    const moment = database.reader.transaction().setIsolationLevel("repeatable read");
    const found = await moment.execute(async (query) => {
      await chain.readOn(query);
      const report = chain.report();
      return report.ok && report.archived === undefined
        ? { ...report, ...(await compare(query, rowKeys, state, chain.lastAt)) }
        : report;
    });
    // A head that is given out must be that of a row which no power failure takes.
    await database.flush();
    return found;
  } finally {
    state.close();
    archive.close();
  }
}

async function compare(
  query: Kysely<Tables>,
  keys: RowKeys,
  state: RecordedState,
  now: number,
): Promise<Partial<InstanceReport>> {
  const differences: Difference[] = [];
  const differs = (kind: Difference["kind"], subject: string, message: string | undefined): void => {
    if (message !== undefined && differences.length < maxDifferences) differences.push({ kind, subject, message });
  };
  let unknownTokens = 0;
  for await (const row of rowsById(query, "team")) differs("team", row.name, teamProblem(row, keys, state));
  for await (const row of rowsById(query, "token")) {
    const recorded = state.seeToken(row.id);
    // No server that records who made a token makes one without.
    if (recorded === undefined && row.created_by === null) unknownTokens += 1;
    else differs("token", row.id, tokenProblem(row, row.revoked_at !== null || keys.isToken(row), recorded));
    if (row.name.startsWith("sso:") && isTokenLive(row, now)) {
      const person = await query.selectFrom("person").selectAll().where("token_id", "=", row.id).executeTakeFirst();
      if (!person || !keys.isPerson(person)) differs("token", row.id, "is a person's whose row was changed or removed");
    }
  }
  for await (const row of rowsById(query, "trust")) {
    differs("trust", row.id, trustProblem(keys.isTrust(row), state.seeTrust(row.id)));
  }
  for await (const row of rowsById(query, "run")) {
    differs("run", row.id, runProblem(row, row.ended_at !== null || keys.isRun(row), state.seeRun(row.id)));
  }
  for await (const row of rowsById(query, "session")) {
    differs("session", row.id, sessionProblem(row, keys.isSession(row), state.session(row.id)));
  }
  for await (const row of secretRows(query)) differs("secret", row.name, secretProblem(row, state));
  for (const { kind, subject } of state.unseen(now)) differs(kind, subject, "was removed, and the log does not say so");
  return {
    ...(differences.length > 0 ? { ok: false, differences } : {}),
    ...(unknownTokens > 0 ? { unknownTokens } : {}),
  };
}

const forged = "is not what the server wrote";
const unrecorded = "was never recorded";

function teamProblem(row: Rows["team"], keys: RowKeys, state: RecordedState): string | undefined {
  const isRecorded = state.seeTeam(row.name);
  if (!keys.isTeam(row)) return forged;
  return isRecorded ? undefined : unrecorded;
}

function tokenProblem(
  row: Rows["token"],
  isAuthentic: boolean,
  recorded: RecordedToken | undefined,
): string | undefined {
  if (!isAuthentic) return forged;
  if (recorded === undefined) return unrecorded;
  if (recorded.revoked === 1 && row.revoked_at === null) return "was revoked, and is valid in the database";
  if (recorded.revoked === 0 && row.revoked_at !== null) return "is revoked, and the log does not say so";
  return undefined;
}

function trustProblem(isAuthentic: boolean, recorded: RecordedToken | undefined): string | undefined {
  if (!isAuthentic) return forged;
  if (recorded === undefined) return unrecorded;
  return recorded.revoked === 1 ? "was deleted, and is valid in the database" : undefined;
}

function runProblem(row: Rows["run"], isAuthentic: boolean, recorded: RecordedRun | undefined): string | undefined {
  if (!isAuthentic) return forged;
  if (recorded === undefined) return unrecorded;
  if (row.ended_at !== null) return recorded.ended_at === null ? "is ended, and the log does not say so" : undefined;
  // One whose time was up when its opener was revoked was not ended.
  if (recorded.ended_at !== null && row.expires_at > recorded.ended_at) {
    return "was ended, and is not in the database";
  }
  if (recorded.expires_at !== null && recorded.expires_at !== row.expires_at)
    return "has another end than the log says";
  return undefined;
}

/** Those that are over are removed without a row in the log. */
function sessionProblem(
  row: Rows["session"],
  isAuthentic: boolean,
  recorded: RecordedSession | undefined,
): string | undefined {
  if (!isAuthentic) return forged;
  if (recorded === undefined) return unrecorded;
  if (recorded.ended === 1) return "was ended, and is valid in the database";
  return recorded.expires_at === row.latest_end ? undefined : "has another end than the log says";
}

function secretProblem(row: SecretRow, state: RecordedState): string | undefined {
  const recorded = state.seeSecret(row.team_id, row.name);
  if (recorded === undefined) return "is there, and the log does not say so";
  if (recorded.version !== row.version) return `has version ${row.version}, and version ${recorded.version} in the log`;
  if (recorded.id !== null && recorded.id !== row.id) return "is one that was removed before";
  return row.valued === null ? "has no value for its newest version" : undefined;
}

type Rows = { readonly [Table in "team" | "token" | "trust" | "run" | "session"]: Tables[Table] };

async function* rowsById<Table extends keyof Rows>(query: Kysely<Tables>, table: Table): AsyncGenerator<Rows[Table]> {
  let after = "";
  for (;;) {
    const rows = await (query as Kysely<Rows>)
      .selectFrom<"team" | "token" | "trust" | "run" | "session">(table)
      .selectAll()
      .where("id", ">", after)
      .orderBy("id")
      .limit(rowsPerPage)
      .execute();
    for (const row of rows) yield row as Rows[Table];
    if (rows.length < rowsPerPage) return;
    after = rows.at(-1)?.id ?? "";
  }
}

interface SecretRow {
  readonly id: string;
  readonly team_id: string;
  readonly name: string;
  readonly version: number;
  /** Null if the newest version has no value. */
  readonly valued: number | null;
}

async function* secretRows(query: Kysely<Tables>): AsyncGenerator<SecretRow> {
  let after = { team_id: "", name: "" };
  for (;;) {
    const rows = await query
      .selectFrom("secret")
      .leftJoin("vault_value", (join) =>
        join.onRef("vault_value.secret_id", "=", "secret.id").onRef("vault_value.version", "=", "secret.version"),
      )
      .select(["secret.id", "secret.team_id", "secret.name", "secret.version", "vault_value.version as valued"])
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple("secret.team_id", "secret.name"), ">", tuple(after.team_id, after.name)),
      )
      .orderBy("secret.team_id")
      .orderBy("secret.name")
      .limit(rowsPerPage)
      .execute();
    yield* rows;
    if (rows.length < rowsPerPage) return;
    after = rows.at(-1) ?? after;
  }
}
