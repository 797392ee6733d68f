import { type KeyObject, randomUUID } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import type { Kysely } from "kysely";
import type { Database } from "../database/database.ts";
import type { Tables } from "../database/tables.ts";
import { fieldsMac, isSameMac } from "../encode-fields.ts";
import { ServerError } from "../server-error.ts";
import { deriveKey } from "../vault/encryption.ts";
import { isArchived } from "./audit-anchor.ts";
import type { AuditRow } from "./audit-row.ts";

/** The last row of a log. */
export type ChainHead = Pick<AuditRow, "seq" | "mac">;

/** After a commit the file is written within this, in milliseconds; and looked at once more. */
const behindMs = 500;

const form = /^keyfold audit head: row (\d{1,15}), mac ([\da-f]{64}), sealed ([\da-f]{64})\n$/;

/**
 * Where the audit log ends, in a file out of the database's reach: whoever takes rows off the end of the log, with what
 * they tell of, can't write it. It is written after commits, and no request waits for it.
 */
export class AuditHead {
  readonly #file: string;
  readonly #auditKey: KeyObject;
  readonly #key: KeyObject;
  readonly #report: (error: unknown) => void;
  #latest: ChainHead | undefined;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #hasFailed = false;

  /**
   * @param auditKey - the instance's audit key, from which the key of the file's seal is derived.
   * @param report - gets why the file can't be written, once until it can be again.
   */
  constructor(file: string, auditKey: KeyObject, report: (error: unknown) => void) {
    this.#file = file;
    this.#auditKey = auditKey;
    this.#key = deriveKey(auditKey, "keyfold audit head 1");
    this.#report = report;
  }

  /**
   * What the file says; undefined if there is none.
   *
   * @throws ServerError `AUDIT_BROKEN` for a file that no server of this instance wrote.
   */
  async read(): Promise<ChainHead | undefined> {
    let text: string;
    try {
      text = await readFile(this.#file, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw this.#broken("can't be read", error);
    }
    const [, row = "", mac = "", sealed = ""] = form.exec(text) ?? [];
    const head = { seq: Number(row), mac: Buffer.from(mac, "hex") };
    const seal = Buffer.from(sealed, "hex");
    if (!isSameMac(seal, this.#sealOf(head))) {
      throw this.#broken("was not written by a server of this instance");
    }
    return head;
  }

  /**
   * Checks that the log still holds the row that the file names.
   *
   * @throws ServerError `AUDIT_BROKEN` if it does not, and if there is no file.
   */
  async check(query: Kysely<Tables>): Promise<void> {
    const head = await this.read();
    if (head === undefined) throw this.#broken("is not there");
    const row = await query.selectFrom("audit_event").select("mac").where("seq", "=", head.seq).executeTakeFirst();
    // A server that was away for long knows no later one.
    if (row === undefined && (await isArchived(query, this.#auditKey, head.seq))) return;
    if (row === undefined) throw this.#broken(`names row ${head.seq}, which is not there: the log was cut off`);
    if (!row.mac.equals(head.mac)) throw this.#broken(`names row ${head.seq}, which was changed`);
  }

  /**
   * Writes where the log ends now, whatever the file says.
   *
   * @param query - of a transaction: rows that it has written are not on the disk before its commit. Absent: of none.
   * @throws ServerError `FILE_NOT_WRITTEN`.
   */
  async accept(database: Database, query: Kysely<Tables> = database.reader): Promise<void> {
    const last = query.selectFrom("audit_event").select(["seq", "mac"]).orderBy("seq", "desc").limit(1);
    const head = await last.executeTakeFirstOrThrow();
    // It may be a server's, and not be on the disk yet: a power failure must not leave a file that names it.
    await database.flush();
    try {
      await this.#write(head);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const tip = "Check the setting audit_head, the file's folder and its permissions.";
      throw new ServerError("FILE_NOT_WRITTEN", `The file ${this.#file} can't be written: ${code}.`, tip, {
        cause: error,
      });
    }
  }

  async #write(head: ChainHead): Promise<void> {
    const next = `${this.#file}.${randomUUID()}`;
    try {
      const mac = head.mac.toString("hex");
      const line = `keyfold audit head: row ${head.seq}, mac ${mac}, sealed ${this.#sealOf(head).toString("hex")}\n`;
      await writeFile(next, line, { flag: "wx", mode: 0o600, flush: true });
      await rename(next, this.#file);
    } catch (error) {
      await rm(next, { force: true }).catch(() => {});
      throw error;
    }
  }

  /** Takes rows that were committed: the file will soon say so, unless it names a later row by then. */
  note(rows: readonly ChainHead[]): void {
    const last = rows.at(-1);
    if (last === undefined) return;
    this.#latest = { seq: last.seq, mac: last.mac };
    this.#plan();
  }

  /** Writes what is yet to be written. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#writeLatest();
    clearTimeout(this.#timer);
  }

  #plan(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#writeLatest();
    }, behindMs).unref();
  }

  #writeLatest(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const latest = this.#latest;
      if (latest === undefined) return;
      try {
        const current = await this.read().catch(() => undefined);
        if (current !== undefined && current.seq >= latest.seq) return;
        await this.#write(latest);
        this.#hasFailed = false;
      } catch (error) {
        if (!this.#hasFailed) this.#report(error);
        this.#hasFailed = true;
      }
      // Another server with the same file may just have written an older head over it.
      this.#plan();
    });
    return this.#writing;
  }

  #sealOf({ seq, mac }: ChainHead): Buffer {
    return fieldsMac(this.#key, ["keyfold audit head 1", seq, mac]);
  }

  #broken(what: string, cause?: unknown): ServerError {
    return new ServerError(
      "AUDIT_BROKEN",
      `The file ${this.#file}, which says where the audit log ends, ${what}.`,
      "If you restored the database or this server is new: keyfold-server audit accept-head. Otherwise somebody took rows " +
        "of the log away: keep a copy of everything as evidence.",
      { cause },
    );
  }
}
