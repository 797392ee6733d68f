import { type Figure, ratioOf } from "./figure.ts";

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

/** Our figure is at most this, whatever the peer's. */
export function within(bound: number): Goal {
  return { of: "figure", is: "at most", bound };
}

/** What ours is compared with; a peer that can't be had says why, and is never counted. */
export type Peer =
  | { readonly name: string; readonly figure: Figure }
  | { readonly name: string; readonly missing: string };

/** A peer with its figure; without one, why it is missing. */
export function peerOf(name: string, figure: Figure | undefined, missing = "its figure can't be known"): Peer {
  return figure === undefined ? { name, missing } : { name, figure };
}

export interface Row {
  readonly what: string;
  readonly ours: Figure;
  /** Undefined where the goal is on our figure alone. */
  readonly peer?: Peer | undefined;
  /** Undefined where the row is there to compare with. */
  readonly goal?: Goal | undefined;
}

/** A row, or none where our figure can't be known. */
export function row(what: string, ours: Figure | undefined, peer?: Peer, goal?: Goal): Row[] {
  return ours === undefined ? [] : [{ what, ours, peer, goal }];
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
    /** What sent the requests. */
    readonly load: string;
  };
  readonly quick: boolean;
  readonly rows: readonly Row[];
  /** What was left out, and why. */
  readonly notes: readonly string[];
}

export interface Judgement {
  /** Ours to the peer's, round by round, if there is one. */
  readonly ratio?: Figure;
  readonly verdict: "met" | "missed" | "not counted" | "no goal";
  /** The share of the bound by which the goal is missed. */
  readonly missedBy?: number;
}

/** Holds a row against its goal. A row whose peer is missing is not counted, whatever ours is. */
export function judge({ ours, peer, goal }: Row): Judgement {
  const ratio = peer !== undefined && "figure" in peer ? ratioOf(ours, peer.figure) : undefined;
  const known = ratio === undefined ? {} : { ratio };
  if (goal === undefined) return { ...known, verdict: "no goal" };
  const value = goal.of === "ratio" ? ratio?.median : ours.median;
  if (value === undefined) return { ...known, verdict: "not counted" };
  const missedBy = goal.is === "at most" ? value / goal.bound - 1 : 1 - value / goal.bound;
  return missedBy <= 0 ? { ...known, verdict: "met" } : { ...known, verdict: "missed", missedBy };
}
