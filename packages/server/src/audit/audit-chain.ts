import type { KeyObject } from "node:crypto";
import { sql } from "kysely";
import type { CommitLog } from "../database/commit-queue.ts";
import type { Queries, Transaction } from "../database/database.ts";
import { runCompiled } from "../database/run-compiled.ts";
import { isSameMac } from "../encode-fields.ts";
import { isArchived } from "./audit-anchor.ts";
import type { AuditEntry } from "./audit-entry.ts";
import type { ChainHead } from "./audit-head.ts";
import { type AuditRow, auditFormat, rowMac, serializeDetail, startOfChain } from "./audit-row.ts";

/** Who gets the rows that are appended, besides the database. */
export interface ChainListener {
  /** Before they are committed: if it throws, they are not. */
  readonly before?: ((rows: readonly AuditRow[]) => Promise<void>) | undefined;
  /** Once they are. */
  readonly after?: ((rows: readonly AuditRow[]) => void) | undefined;
}

/**
 * Rows in one statement, at most: SQLite takes some ten thousand parameters, and a row has eighteen. Each count up to the first
 * has its statement; from there on only the second has one, so that there are few.
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
   * @returns a function to be called once the transaction is committed.
   * @throws Error if the log's end is not what it must be.
   */
  async append(transaction: Transaction, entries: readonly AuditEntry[]): Promise<() => void> {
    let head = await this.#trustedHead(transaction);
    const details = new Details();
    const rows = entries.map((entry) => {
      const row = unchainedRow(head.seq + 1, entry, details);
      row.mac = rowMac(this.#key, head.mac, row);
      head = row;
      return row;
    });
    for (let from = 0; from < rows.length; ) {
      const left = rows.length - from;
      const count = left >= largestInsert ? largestInsert : Math.min(anyCount, left);
      await insertRows(transaction, rows.slice(from, from + count));
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
    const lastTwo = () => sql<AuditRow>`select * from audit_event order by seq desc limit 2`;
    const [last, beforeLast] = await runCompiled(queries, "audit head", lastTwo, []);
    const head: ChainHead = last ?? { seq: 0, mac: startOfChain };
    if (known !== undefined && known.seq === head.seq && known.mac.equals(head.mac)) return head;
    // Another process appended, or this one just started.
    if (last !== undefined) {
      const expected = rowMac(this.#key, beforeLast?.mac ?? startOfChain, last);
      if (!isSameMac(last.mac, expected)) throw new Error(`row ${last.seq} of the audit log is not authentic`);
    }
    if (known !== undefined && known.seq > 0) {
      const { query } = queries;
      const row = await query.selectFrom("audit_event").select("mac").where("seq", "=", known.seq).executeTakeFirst();
      const isGood = row === undefined ? await isArchived(query, this.#key, known.seq) : known.mac.equals(row.mac);
      if (!isGood) {
        throw new Error(`row ${known.seq} of the audit log was removed or changed`);
      }
    }
    return head;
  }
}

/** The statement for so many rows is always the same. */
async function insertRows(queries: Queries, rows: readonly AuditRow[]): Promise<void> {
  // In the order in which each row was made, which is that of the statement's columns.
  const parameters = rows.flatMap((row) => Object.values(row));
  const build = () => queries.query.insertInto("audit_event").values(rows);
  await runCompiled(queries, `audit rows ${rows.length}`, build, parameters);
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
