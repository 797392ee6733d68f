import { cells } from "./cells.ts";
import { judge } from "./judge.ts";
import type { Report, Row } from "./row.ts";

const rowHeight = 42;
const barHeight = 16;
const top = 70;
const margin = 24;
/** The texts' column, then the bars'. */
const [textWidth, barsWidth] = [440, 420];
const furthest = 16;
const colours = { met: "#2f855a", missed: "#c05621" };

/**
 * The report as an SVG picture: a line for each row that has a goal and was counted. A bar to the right of the goal's line says how many times
 * better than its goal a row is, on a logarithmic scale; one to the left how many times worse.
 */
export function chart(report: Report): string {
  const rows = report.rows.filter((row) => ["met", "missed"].includes(judge(row).verdict));
  const [width, height] = [margin + textWidth + barsWidth + margin, top + rows.length * rowHeight + 12];
  const title = "Keyfold's benchmark: how far from its goal each row is";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}">
<style>text{font-family:system-ui,sans-serif;fill:#1a202c}.title{font-size:16px}.what{font-size:13px}.small{font-size:11px;fill:#4a5568}</style>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${margin}" y="28" class="title">${title}</text>
${[...scaleLines(height), ...rows.map(line)].join("\n")}
</svg>
`;
}

function scaleLines(height: number): string[] {
  return [1 / 8, 1 / 2, 1, 2, 8].map((factor) => {
    const label = factor === 1 ? "goal" : factor > 1 ? `${factor}× better` : `${1 / factor}× worse`;
    const x = placeOf(factor);
    const line = `<path d="M${x} ${top - 12}V${height - 12}" stroke="${factor === 1 ? "#4a5568" : "#e2e8f0"}"/>`;
    return `${line}<text x="${x}" y="${top - 18}" text-anchor="middle" class="small">${label}</text>`;
  });
}

function line(row: Row, index: number): string {
  const y = top + index * rowHeight;
  const factor = timesBetter(row);
  const [from, to] = [placeOf(1), placeOf(factor)].toSorted((a, b) => a - b) as [number, number];
  const [what = "", ours, peer, ratio, goal] = cells(row);
  const facts = [ours, peer, ratio && `= ${ratio}`, `goal ${goal}`].filter(Boolean).join(" · ");
  const colour = factor >= 1 ? colours.met : colours.missed;
  return [
    `<text x="${margin}" y="${y + 12}" class="what">${escaped(what)}</text>`,
    `<text x="${margin}" y="${y + 27}" class="small">${escaped(facts)}</text>`,
    `<rect x="${from}" y="${y + 6}" width="${round(Math.max(to - from, 2))}" height="${barHeight}" fill="${colour}"/>`,
  ].join("");
}

/** Where on the scale a row stands that is so many times better than its goal. */
function placeOf(factor: number): number {
  const bounded = Math.min(Math.max(factor, 1 / furthest), furthest);
  return round(margin + textWidth + (barsWidth / 2) * (1 + Math.log2(bounded) / Math.log2(furthest)));
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
