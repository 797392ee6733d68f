import type { KeyObject } from "node:crypto";
import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { Thread } from "../database/thread.ts";
import type { AuditRow } from "./audit-row.ts";

/** Rows of a segment: few enough that rows with long details are not much in memory. */
export const segmentRows = 2000;

const maxThreads = 4;
/** Two for each thread, so that it has its next segment before the last was taken. */
const askedOfEach = 2;

/** What threads check segments with. */
export interface SegmentChecks {
  /** The file of an SQLite database. */
  readonly file: string;
  readonly key: KeyObject;
  /** The mac, in hex, of a row that is looked for; undefined for none. */
  readonly head: string | undefined;
}

/** Rows of a log that follow each other, each of which is good if the row before the first is. */
export interface GoodSegment {
  /** The mac of the row before the first, in hex. */
  readonly before: string;
  /** The last row. */
  readonly last: Pick<AuditRow, "seq" | "at"> & { readonly mac: string };
  /** Whether a row has the mac that is looked for. */
  readonly hasHead: boolean;
  /** Those rows that tell of what is in the database. */
  readonly rows: readonly Omit<AuditRow, "mac">[];
}

/** From source the worker is a file of TypeScript beside this one; built, both are JavaScript in `dist`. */
const workerFile = new URL(`./segment-worker${extname(import.meta.url)}`, import.meta.url);

/**
 * Checks segments of a log in threads, several at once, and gives them in their order up to the first that is not good: each
 * begins with the mac that the row before it has, whatever that is. How many are in memory does not grow with the log.
 *
 * @param after - the row before the first segment.
 * @param end - the last row: what is left behind the last whole segment is not checked.
 */
export async function* goodSegments(checks: SegmentChecks, after: number, end: number): AsyncGenerator<GoodSegment> {
  const count = Math.min(maxThreads, availableParallelism(), Math.floor((end - after) / segmentRows));
  const threads = Array.from({ length: count }, () => new Thread<number, GoodSegment | undefined>(workerFile, checks));
  const asked: Promise<GoodSegment | undefined>[] = [];
  let next = after;
  const ask = (thread: (typeof threads)[number]): void => {
    if (next + segmentRows > end) return;
    // Whoever asked checks these rows without a thread, and is told what is wrong with the file.
    asked.push(thread.ask(next).catch(() => undefined));
    next += segmentRows;
  };
  try {
    for (let round = 0; round < askedOfEach; round += 1) for (const thread of threads) ask(thread);
    while (asked.length > 0) {
      for (const thread of threads) {
        const segment = await asked.shift();
        if (segment === undefined) return;
        ask(thread);
        yield segment;
      }
    }
  } finally {
    for (const thread of threads) await thread.end();
  }
}
