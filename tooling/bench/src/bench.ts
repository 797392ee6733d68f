import type { Row } from "./report/row.ts";

/** What every group of rows needs to know. */
export interface Bench {
  /** Fewer rounds. */
  readonly quick: boolean;
  /** How many rows the long audit log has. */
  readonly logRows: number;
  /** A folder of this run alone, which goes with it. */
  readonly folder: string;
  /** Why what is in `peers/` could not be installed; undefined: it is there. */
  readonly npmPeersMissing: string | undefined;
  /** What runs on its own: it is stopped at the end of its group, or when the person stops the benchmark. */
  readonly running: AsyncDisposableStack;
  /** Tells the person who waits what is going on. */
  readonly print: (text: string) => void;
  /** Keeps a remark for under the table. */
  readonly note: (text: string) => void;
}

/** Measures one part after the other. One that fails is left out with a note that says why, and the others are measured nevertheless. */
export async function measureEach(
  { print, note }: Pick<Bench, "print" | "note">,
  parts: Readonly<Record<string, () => Promise<Row[]>>>,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, measure] of Object.entries(parts)) {
    print(what);
    try {
      rows.push(...(await measure()));
    } catch (error) {
      print(error instanceof Error ? String(error.stack) : String(error));
      note(`Failed, so not counted: ${what} (${String(error).split("\n")[0]})`);
    }
  }
  return rows;
}

/** The peer that `have` gets, or why it is missing. */
export async function peerOrMissing<Peer extends object>(
  { print }: Pick<Bench, "print">,
  missing: string,
  have: () => Promise<Peer>,
): Promise<Peer | { missing: string }> {
  try {
    return await have();
  } catch (error) {
    print(String(error));
    return { missing };
  }
}
