import { cells } from "./cells.ts";
import { judge } from "./judge.ts";
import type { Report, Row } from "./row.ts";

const rowHeight = 46;
const [left, width, right] = [24, 520, 220];
const top = 64;
const furthest = 32;
const colours = { met: "#2f855a", missed: "#c05621" };

/**
 * The report as an SVG picture: a bar for each row that has a goal and was counted. The line in the middle is the goal; a bar to its right is
 * how many times better than the goal ours is, on a logarithmic scale, to its left how many times worse.
 */
export function chart(report: Report): string {
  const rows = report.rows.filter((row) => ["met", "missed"].includes(judge(row).verdict));
  const height = top + rows.length * rowHeight + 24;
  const middle = left + width / 2;
  const scale = (factor: number): number => {
    const bounded = Math.min(Math.max(factor, 1 / furthest), furthest);
    return middle + (Math.log2(bounded) / Math.log2(furthest)) * (width / 2);
  };
  const ticks = [1 / 16, 1 / 4, 1, 4, 16].map((factor) => {
    const label = factor === 1 ? "the goal" : factor > 1 ? `${factor}× better` : `${1 / factor}× worse`;
    const x = scale(factor);
    const stroke = factor === 1 ? "#4a5568" : "#cbd5e0";
    return `<line x1="${x}" y1="${top - 14}" x2="${x}" y2="${height - 16}" stroke="${stroke}"/><text x="${x}" y="${top - 22}" text-anchor="middle" class="small">${label}</text>`;
  });
  const bars = rows.map((row, index) => {
    const y = top + index * rowHeight;
    const factor = timesBetter(row);
    const [from, to] = [middle, scale(factor)].toSorted((a, b) => a - b) as [number, number];
    const [what = "", ours, peer, ratio, goal] = cells(row);
    const facts = [ours, peer, ratio && `= ${ratio}`, `goal ${goal}`].filter(Boolean).join("  ");
    return [
      `<rect x="${round(from)}" y="${y}" width="${round(Math.max(to - from, 1))}" height="14" fill="${factor >= 1 ? colours.met : colours.missed}"/>`,
      `<text x="${left}" y="${y + 29}" class="small"><tspan class="what">${escaped(what)}</tspan>  ${escaped(facts)}</text>`,
    ].join("");
  });
  const title = "Keyfold's benchmark: how far from its goal each row is";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${left + width + right} ${height}" role="img" aria-label="${title}">
<style>text{font-family:system-ui,sans-serif;fill:#1a202c;white-space:pre}.small{font-size:11px}.what{font-weight:600}</style>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${left}" y="24" font-size="15" font-weight="600">${title}</text>
${[...ticks, ...bars].join("\n")}
</svg>
`;
}

/** How many times better than its goal a row is; under 1 it missed it. */
function timesBetter(row: Row): number {
  const { goal } = row;
  if (goal === undefined) return 1;
  const value = goal.of === "ratio" ? (judge(row).ratio ?? goal.bound) : row.ours.median;
  return goal.is === "at most" ? goal.bound / value : value / goal.bound;
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
