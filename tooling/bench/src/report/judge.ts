import type { Row } from "./row.ts";

export interface Judgement {
  /** Ours to the peer's, if there is one. */
  readonly ratio?: number;
  readonly verdict: "met" | "missed" | "not counted" | "no goal";
  /** The share of the bound by which the goal is missed. */
  readonly missedBy?: number;
}

/** Holds a row against its goal. A row whose peer is missing is not counted, whatever ours is. */
export function judge({ ours, peer, goal }: Row): Judgement {
  const ratio = peer !== undefined && "figure" in peer ? ours.median / peer.figure.median : undefined;
  const known = ratio === undefined ? {} : { ratio };
  if (goal === undefined) return { ...known, verdict: "no goal" };
  const value = goal.of === "ratio" ? ratio : ours.median;
  if (value === undefined) return { ...known, verdict: "not counted" };
  const missedBy = goal.is === "at most" ? value / goal.bound - 1 : 1 - value / goal.bound;
  return missedBy > 0 ? { ...known, verdict: "missed", missedBy } : { ...known, verdict: "met" };
}
