import { scanToml } from "./scan-toml.ts";

/** The days that not every month has. */
const lateDay = /\d{4}-\d\d-(?:29|30|31)/;
const date = /^(\d{4})-(\d\d)-(\d\d)/;

/**
 * Finds a date that no calendar has, as 2026-02-30, in a TOML document that its parser has accepted: JavaScript makes another day of it.
 *
 * @returns the key of the first one and its line, from 1; `undefined` if there is none.
 */
export function findImpossibleDate(toml: string): { keys: readonly string[]; line: number } | undefined {
  let found: { keys: readonly string[]; line: number } | undefined;
  if (!lateDay.test(toml)) return found;
  const bareValue = (keys: readonly string[], line: number, written: string): void => {
    const [, year, month, day] = date.exec(written) ?? [];
    if (Number(day) > daysIn(Number(year), Number(month))) found ??= { keys, line };
  };
  scanToml(toml, { bareValue });
  return found;
}

/** @param month - from 1. */
function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}
