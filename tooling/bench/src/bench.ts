import type { Row } from "./report/row.ts";

/** What every group of rows needs to know. */
export interface Bench {
  /** Fewer and shorter repetitions. */
  readonly quick: boolean;
  /** How many rows the long audit log has. */
  readonly logRows: number;
  /** A folder of this run alone, which goes with it. */
  readonly folder: string;
  /** Whether what is in `peers/` is installed, and if not, why. */
  readonly npmPeers: Availability;
  /** What runs on its own: a group stops what it started at its end, and everything stops when the person does. */
  readonly running: AsyncDisposableStack;
  /** Tells the person who waits what is going on. */
  readonly print: (text: string) => void;
  /** Keeps a remark for under the table. */
  readonly note: (text: string) => void;
}

/** Undefined: it is there. Else why not. */
export type Availability = string | undefined;

/** Rows that fail are left out with a note that says why, and the others are measured nevertheless. */
export async function attempt(
  { print, note }: Pick<Bench, "print" | "note">,
  what: string,
  measure: () => Promise<Row[]>,
): Promise<Row[]> {
  const before = performance.now();
  try {
    return await measure();
  } catch (error) {
    print(error instanceof Error ? String(error.stack) : String(error));
    note(`Failed, so not counted: ${what} (${String(error).split("\n")[0]})`);
    return [];
  } finally {
    print(`${what}: took ${Math.round((performance.now() - before) / 1000)} s`);
  }
}
