import type { Figure } from "../measuring/figure.ts";

/** A bound on the ratio of ours to the peer's, or on our figure itself. */
export interface Goal {
  readonly of: "ratio" | "figure";
  readonly is: "at most" | "at least";
  readonly bound: number;
}

/** Ours is at most this many times the peer's. */
export function atMost(bound: number): Goal {
  return { of: "ratio", is: "at most", bound };
}

/** Ours is at least this many times the peer's. */
export function atLeast(bound: number): Goal {
  return { of: "ratio", is: "at least", bound };
}

/** What ours is compared with; a peer that can't be had says why, and is never counted. */
export type Peer =
  | { readonly name: string; readonly figure: Figure }
  | { readonly name: string; readonly missing: string };

export interface Row {
  readonly group: "local" | "server" | "command";
  readonly what: string;
  readonly ours: Figure;
  /** Absent where the goal is on our figure alone. */
  readonly peer?: Peer;
  /** Absent where the row is there to compare with. */
  readonly goal?: Goal;
}

/** One run of the benchmark. */
export interface Report {
  /** ISO 8601. */
  readonly at: string;
  readonly machine: {
    readonly cores: number;
    readonly processor: string;
    readonly platform: string;
    readonly node: string;
  };
  readonly quick: boolean;
  readonly rows: readonly Row[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}
