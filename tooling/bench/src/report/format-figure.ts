import type { Figure, Unit } from "../measuring/figure.ts";
import { spreadOf } from "../measuring/spread-of.ts";

/** `41.2 ms ±3 %`: the median and the spread, the latter only of several repetitions. */
export function formatFigure(figure: Figure): string {
  const spread = figure.repetitions > 1 ? ` ±${Math.round(spreadOf(figure) * 100)} %` : "";
  return `${formatAmount(figure.median, figure.unit)}${spread}`;
}

/** An amount with its unit, to three digits. */
export function formatAmount(amount: number, unit: Unit): string {
  if (unit === "/s") return `${threeDigits(amount)}/s`;
  if (unit !== "ns" || amount < 1000) return `${threeDigits(amount)} ${unit}`;
  return amount < 1_000_000 ? `${threeDigits(amount / 1000)} µs` : `${threeDigits(amount / 1_000_000)} ms`;
}

/** Three digits that count; none of those before the point is dropped. */
export function threeDigits(number: number): string {
  const digits = number === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(number))));
  return number.toLocaleString("en", { minimumFractionDigits: 0, maximumFractionDigits: Math.min(digits, 6) });
}
