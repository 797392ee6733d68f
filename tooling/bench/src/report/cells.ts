import { formatAmount, formatFigure, threeDigits } from "./format-figure.ts";
import { judge } from "./judge.ts";
import type { Row } from "./row.ts";

export const headings = ["", "Keyfold", "peer", "ratio", "goal", "verdict"] as const;

/** What the table says of a row, a text for each heading. */
export function cells(row: Row): string[] {
  const { ratio, verdict, missedBy } = judge(row);
  return [
    row.what,
    formatFigure(row.ours),
    peerCell(row),
    ratio === undefined ? "" : times(ratio),
    goalCell(row),
    missedBy === undefined ? (verdict === "no goal" ? "" : verdict) : `missed by ${percent(missedBy)}`,
  ];
}

function peerCell({ peer }: Row): string {
  if (peer === undefined) return "";
  return `${peer.name}: ${"figure" in peer ? formatFigure(peer.figure) : "missing"}`;
}

function goalCell({ goal, ours }: Row): string {
  if (goal === undefined) return "";
  const bound = goal.of === "ratio" ? times(goal.bound) : formatAmount(goal.bound, ours.unit);
  return `${goal.is === "at most" ? "≤" : "≥"} ${bound}`;
}

function times(ratio: number): string {
  return `${threeDigits(ratio)}×`;
}

function percent(share: number): string {
  return share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`;
}
