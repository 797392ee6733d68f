/**
 * A thread that checks segments of the audit log, with a connection of its own to SQLite's file. It is sent the number of the
 * row before a segment, and answers as `checkSegment` does.
 */
import { parentPort, workerData } from "node:worker_threads";
import SqliteConnection from "better-sqlite3";
import { problemWith } from "./audit-problem.ts";
import type { AuditRow } from "./audit-row.ts";
import { type GoodSegment, type SegmentChecks, segmentRows } from "./good-segments.ts";
import { tellsOfState } from "./recorded-state.ts";

const { file, key, head } = workerData as SegmentChecks;
const connection = new SqliteConnection(file, { timeout: 5000, readonly: true });

/** The mac as hex digits: making a buffer takes as long as making ten strings. */
type StoredRow = Omit<AuditRow, "mac"> & { readonly mac: string };

const from = connection.prepare<[number], StoredRow>(
  `select seq, at, team_id, request_id, actor, actor_id, action, subject, outcome, code, version, label, address, agent,
     asked, detail, format, iif(typeof(mac) = 'blob', lower(hex(mac)), '') as mac
   from audit_event where seq >= ? order by seq limit ${segmentRows + 1}`,
);

parentPort?.on("message", (after: number) => parentPort?.postMessage(checkSegment(after)));

/** Undefined for a segment that is not wholly there or not good. */
function checkSegment(after: number): GoodSegment | undefined {
  const [before, ...rows] = from.all(after);
  if (before?.seq !== after || rows.length < segmentRows) return undefined;
  let last = { seq: after, at: before.at, mac: Buffer.from(before.mac, "hex") };
  for (const row of rows) {
    const mac = Buffer.from(row.mac, "hex");
    if (problemWith(key, last, row, mac) !== undefined) return undefined;
    last = { seq: row.seq, at: row.at, mac };
  }
  return {
    before: before.mac,
    last: { ...last, mac: last.mac.toString("hex") },
    hasHead: rows.some(({ mac }) => mac === head),
    rows: rows.filter(tellsOfState),
  };
}
