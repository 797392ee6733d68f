import { InvalidArgumentError } from "commander";
import { duration } from "./duration.ts";

const date = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/** Reads an instant, or how long ago it was, as ISO 8601. */
export function since(text: string): string {
  if (/^\d+[smhd]$/.test(text)) return new Date(Date.now() - duration(text) * 1000).toISOString();
  const instant = date.test(text) ? new Date(text) : undefined;
  if (instant && !Number.isNaN(instant.getTime())) return instant.toISOString();
  throw new InvalidArgumentError("Write it as 2026-01-31, 2026-01-31T08:00Z, or 15m, 12h, 7d for so long ago.");
}
