import { splitNames } from "../server/grants.ts";

const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const durationForm = /^(\d{1,9})([smhd]?)$/;
const instantForm = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;
const max = 2 ** 31 - 1;

/** A value that an option doesn't take. Commander, which is not loaded for `keyfold run`, knows it by its code. */
class InvalidArgumentError extends Error {
  readonly code = "commander.invalidArgument";
  readonly exitCode = 1;
}

/**
 * Reads `90`, `90s`, `15m`, `12h` or `30d` as seconds. A number below 60 needs its unit: few who type one mean seconds.
 *
 * @throws InvalidArgumentError for anything else, and for no time or more than `max`.
 */
export function parseDuration(string: string): number {
  const [, count, unit = "s"] = durationForm.exec(string) ?? [];
  if (count === string && Number(count) < seconds.m) {
    throw new InvalidArgumentError(`Is it ${string}s, ${string}m, ${string}h or ${string}d?`);
  }
  const total = Number(count) * (seconds[unit as keyof typeof seconds] ?? 1);
  if (total >= 1 && total <= max) return total;
  throw new InvalidArgumentError("Write it as 90s, 15m, 12h or 30d.");
}

/** Reads an instant, or how long ago it was, as ISO 8601. */
export function parseSince(string: string): string {
  return parseInstant(string, -1, "15m, 12h, 7d for so long ago");
}

/** Reads an instant, or how long until it is, as ISO 8601. An empty string stays one. */
export function parseUntil(string: string): string {
  return string === "" ? string : parseInstant(string, 1, "90d for so long from now");
}

/** A duration counts from now on, in the direction that is given. */
function parseInstant(string: string, direction: 1 | -1, durations: string): string {
  if (/^\d+[smhd]$/.test(string)) return new Date(Date.now() + direction * parseDuration(string) * 1000).toISOString();
  const instant = instantForm.test(string) ? new Date(string) : undefined;
  if (instant && !Number.isNaN(instant.getTime())) return instant.toISOString();
  throw new InvalidArgumentError(`Write it as 2026-01-31, 2026-01-31T08:00Z, or ${durations}.`);
}

/** Reads a whole number from 1 on. */
export function parseCount(string: string): number {
  return parseNumber(string, 1);
}

/** Reads the number of a version; 0 stands for none. */
export function parseVersion(string: string): number {
  return parseNumber(string, 0);
}

function parseNumber(string: string, min: number): number {
  const number = Number(string);
  if (/^\d+$/.test(string) && number >= min && number <= max) return number;
  throw new InvalidArgumentError(`It must be a whole number from ${min} on.`);
}

/** Adds to what an option that can be repeated was given before. */
export function collect(string: string, before: readonly string[] = []): string[] {
  return [...before, string];
}

/** Adds names between commas; `\,` is a comma in a name. */
export function collectNames(string: string, before: readonly string[] = []): string[] {
  return [...before, ...splitNames(string)];
}
