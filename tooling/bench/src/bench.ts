/** What every group of rows needs to know. */
export interface Bench {
  /** Fewer and shorter repetitions. */
  readonly quick: boolean;
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
