import type { KeyObject } from "node:crypto";
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { CommitLog } from "../database/commit-queue.ts";
import type { Queries, Transaction } from "../database/database.ts";
import { runCompiled } from "../database/run-compiled.ts";
import type { Tables } from "../database/tables.ts";
import { isSameMac } from "../encode-fields.ts";
import { isArchived } from "./audit-anchor.ts";
import type { AuditEntry } from "./audit-entry.ts";
import type { ChainHead } from "./audit-head.ts";
import { type AuditRow, auditColumns, auditFormat, rowMac, serializeDetail, startOfChain } from "./audit-row.ts";

/** Who gets the rows that are appended, besides the database. */
export interface ChainListener {
  /** Before they are committed: if it throws, they are not. */
  readonly before?: ((rows: readonly AuditRow[]) => Promise<void>) | undefined;
  /** Once they are. */
  readonly after?: ((rows: readonly AuditRow[]) => void) | undefined;
}

/** Values that rows have in common are bound once in their statement: to bind each takes SQLite long. */
const columnsOfCaller = ["team_id", "actor", "actor_id", "action", "label", "address", "agent", "detail"] as const;
/** The same of rows of one request. */
const columnsOfRequest = ["request_id", "at", "outcome", "code", ...columnsOfCaller] as const;
type CommonColumns = typeof columnsOfCaller | typeof columnsOfRequest;

/** From how many rows of one request on they have statements of their own. */
const worthStatement = 8;

/**
 * Rows in one statement, at most: SQLite takes some ten thousand parameters. Each count up to the first has its statement;
 * from there on only the second has one, so that there are few.
 */
const [anyCount, largestInsert] = [64, 256];

/**
 * Appends to the instance's one chain. It remembers the head it last committed, so a log that was cut or edited under a
 * running server is noticed at the next append.
 */
export class AuditChain implements CommitLog<AuditEntry> {
  readonly #key: KeyObject;
  readonly #listener: ChainListener;
  #known: ChainHead | undefined;

  constructor(key: KeyObject, listener: ChainListener = {}) {
    this.#key = key;
    this.#listener = listener;
  }

  /**
   * Adds the entries at the end, in order.
   *
   * @param given - the entries, which may still be on their way.
   * @returns a function to be called once the transaction is committed.
   * @throws Error if the log's end is not what it must be.
   */
  async append(
    transaction: Transaction,
    given: readonly AuditEntry[] | Promise<readonly AuditEntry[]>,
  ): Promise<() => void> {
    let [head, entries] = await Promise.all([this.#trustedHead(transaction), given]);
    if (entries.length === 0) return () => {};
    const details = new Details();
    const rows = entries.map((entry) => {
      const row = unchainedRow(head.seq + 1, entry, details);
      row.mac = rowMac(this.#key, head.mac, row);
      head = row;
      return row;
    });
    for (let from = 0; from < rows.length; ) {
      const ofRequest = countLikeFirst(rows, from, columnsOfRequest);
      const common = ofRequest >= worthStatement ? columnsOfRequest : columnsOfCaller;
      const alike = common === columnsOfRequest ? ofRequest : countLikeFirst(rows, from, columnsOfCaller);
      const count = alike >= largestInsert ? largestInsert : Math.min(anyCount, alike);
      insertRows(transaction, rows.slice(from, from + count), common);
      from += count;
    }
    await this.#listener.before?.(rows);
    return () => {
      this.#known = head;
      this.#listener.after?.(rows);
    };
  }

  /**
   * Checks the log's end.
   *
   * @throws Error if it is not what it must be.
   */
  async checkHead(queries: Queries): Promise<void> {
    await this.#trustedHead(queries);
  }

  /** The log's last row, once it is sure that nothing this server knows of was cut off or changed. */
  async #trustedHead(queries: Queries): Promise<ChainHead> {
    // Outside a transaction, the log may grow while it is read.
    const known = this.#known;
    const [last, beforeLast] = await runCompiled(queries, "audit head", () => lastRows(queries, 0), [known?.seq ?? 0]);
    const head: ChainHead = last ?? { seq: 0, mac: startOfChain };
    if (known !== undefined && known.seq === head.seq && known.mac.equals(head.mac)) return head;
    // Another process appended, this one just started, or its last commit is still on its way to the disk.
    if (last !== undefined) {
      const expected = rowMac(this.#key, beforeLast?.mac ?? startOfChain, last);
      if (!isSameMac(last.mac, expected)) throw new Error(`row ${last.seq} of the audit log is not authentic`);
    }
    if (known !== undefined && known.seq > 0) {
      const mac = last?.known_mac ?? undefined;
      const isGood = mac === undefined ? await isArchived(queries.query, this.#key, known.seq) : known.mac.equals(mac);
      if (!isGood) {
        throw new Error(`row ${known.seq} of the audit log was removed or changed`);
      }
    }
    return head;
  }
}

/** How many rows from one on, up to those of one statement, have the same in some columns. */
function countLikeFirst(rows: readonly AuditRow[], from: number, columns: CommonColumns): number {
  const first = rows[from];
  const end = Math.min(from + largestInsert, rows.length);
  let next = from + 1;
  while (next < end && columns.every((column) => rows[next]?.[column] === first?.[column])) next += 1;
  return next - from;
}

/** The last two rows of the log, with the mac that a row before them has now. */
function lastRows({ query }: Queries, known: number) {
  return query
    .selectFrom("audit_event")
    .select(auditColumns)
    .select((row) => row.selectFrom("audit_event as before").select("mac").where("seq", "=", known).as("known_mac"))
    .orderBy("seq", "desc")
    .limit(sql.lit(2));
}

/** How many rows the log has in the database, by its two ends: their numbers have no gap. */
export async function countAuditRows(query: Kysely<Tables>): Promise<number> {
  const numbers = query.selectFrom("audit_event").select("seq").limit(1);
  const [first, last] = [await numbers.orderBy("seq").execute(), await numbers.orderBy("seq", "desc").execute()];
  return first[0] && last[0] ? last[0].seq - first[0].seq + 1 : 0;
}

/** The statement for so many rows with the same columns in common is always the same, and the commit waits for it. */
function insertRows(transaction: Transaction, rows: readonly AuditRow[], common: CommonColumns): void {
  const own = auditColumns.filter((column) => column !== "format" && !common.some((other) => other === column));
  const parameters: unknown[] = common.map((column) => rows[0]?.[column]);
  for (const row of rows) for (const column of own) parameters.push(row[column]);
  const build = () => insertOf(rows.length, common, own, transaction.bytesType);
  void runCompiled(transaction, `audit rows ${common.length} ${rows.length}`, build, parameters);
}

function insertOf(
  count: number,
  common: readonly string[],
  own: readonly string[],
  bytes: Transaction["bytesType"],
): RawBuilder<unknown> {
  const types: Record<string, string> = { seq: "bigint", at: "bigint", version: "bigint", mac: bytes };
  const cast = (column: string) => sql`cast(${null} as ${sql.raw(types[column] ?? "text")})`;
  const into = sql.join([...common, ...own, "format"].map((column) => sql.ref(column)));
  const ofAll = sql.join(common.map((column) => sql`${cast(column)} as ${sql.ref(column)}`));
  const ofEach = sql`(${sql.join(own.map(cast))})`;
  return sql`insert into audit_event (${into})
    select common.*, own.*, ${sql.lit(auditFormat)}
    from (select ${ofAll}) common cross join (values ${sql.join(Array.from({ length: count }, () => ofEach))}) own`;
}

/** The `detail` of rows as it is stored: those of one request have the same. */
class Details {
  #last: AuditEntry["detail"];
  #serialized: string | null = null;

  of({ detail }: AuditEntry): string | null {
    if (detail == null) return null;
    if (detail !== this.#last) {
      this.#last = detail;
      this.#serialized = storable(serializeDetail(detail));
    }
    return this.#serialized;
  }
}

/** A row with the mac yet to be made. */
function unchainedRow(seq: number, entry: AuditEntry, details: Details): AuditRow {
  return {
    seq,
    at: entry.at,
    team_id: entry.teamId,
    request_id: entry.requestId,
    actor: entry.actor,
    actor_id: entry.actorId,
    action: entry.action,
    subject: storable(entry.subject),
    outcome: entry.outcome,
    code: entry.code,
    version: entry.version ?? null,
    label: storable(entry.label),
    address: storable(entry.address),
    agent: storable(entry.agent),
    asked: storable(entry.asked),
    detail: details.of(entry),
    format: auditFormat,
    mac: startOfChain,
  };
}

/** Whatever was asked for can be recorded: PostgreSQL's strings have no NUL, and UTF-8 no lone surrogates. */
function storable(string: string | null | undefined): string | null {
  if (string == null) return null;
  return string.isWellFormed() && !string.includes("\0") ? string : string.toWellFormed().replaceAll("\0", "\u2400");
}
