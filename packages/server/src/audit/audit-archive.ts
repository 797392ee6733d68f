import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import SqliteConnection, { type Database as Connection } from "better-sqlite3";
import { ServerError } from "../server-error.ts";
import type { AuditRow } from "./audit-row.ts";

/**
 * Rows of the audit log out of archives and streams, in their order, whatever that was in the files. They are held in a
 * nameless file on the disk that ends with the process: an archive of any length needs no more memory than a short one.
 */
export class AuditArchive {
  readonly #connection: Connection = new SqliteConnection("");

  constructor() {
    this.#connection.pragma("journal_mode = OFF");
    this.#connection.exec("create table line (seq integer primary key, json text not null); begin");
  }

  /**
   * Reads a file. Of lines for the same row the last one counts; what is no line of a row, as one that broke off, is left out.
   *
   * @throws ServerError `SETTINGS_INVALID` for a file that can't be read.
   */
  async add(file: string): Promise<void> {
    const insert = this.#connection.prepare("insert or replace into line (seq, json) values (?, ?)");
    try {
      for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
        const row = rowFromLine(line);
        if (row !== undefined) insert.run(row.seq, line);
      }
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const message = `The archive ${file} can't be read: ${code}.`;
      throw new ServerError("SETTINGS_INVALID", message, "Check the path and its permissions.", { cause: error });
    }
  }

  /** The rows up to one, by their numbers. */
  *rows(upTo: number): Iterable<AuditRow> {
    const query = this.#connection.prepare<[number], { json: string }>(
      "select json from line where seq <= ? order by seq",
    );
    for (const { json } of query.iterate(upTo)) {
      const row = rowFromLine(json);
      if (row !== undefined) yield row;
    }
  }

  /** Ends it, and its file. */
  close(): void {
    this.#connection.close();
  }
}

/** The row of a line that `streamLines` made; its mac says whether it is one of the log's. */
function rowFromLine(line: string): AuditRow | undefined {
  let event: Record<string, unknown>;
  try {
    event = Object(JSON.parse(line));
  } catch {
    return undefined;
  }
  const { seq, at, detail, mac } = event;
  if (!Number.isSafeInteger(seq) || typeof at !== "string" || typeof mac !== "string") return undefined;
  const { teamId, requestId, actorId } = event;
  const { action, subject, asked, outcome, code, actor, label, version, address, agent, format } = event;
  return {
    ...{ seq, action, subject, asked, outcome, code, actor, label, version, address, agent, format },
    at: Date.parse(at),
    team_id: teamId,
    request_id: requestId,
    actor_id: actorId,
    detail: detail == null ? null : JSON.stringify(detail),
    mac: Buffer.from(mac, "hex"),
  } as AuditRow;
}
