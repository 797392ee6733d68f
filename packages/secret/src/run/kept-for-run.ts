import { readFromRun } from "./read-from-run.ts";
import type { Run } from "./run.ts";
import { runEnded } from "./server-errors.ts";

const kept = new WeakMap<Run, Map<string, Promise<unknown>>>();

/** Reads a value once in a run and gives it again, from memory, while the run lives. */
export async function keptForRun(run: Run, name: string): Promise<unknown> {
  if (run.ended) throw runEnded(run);
  const values = kept.get(run) ?? new Map<string, Promise<unknown>>();
  kept.set(run, values);
  let reading = values.get(name);
  if (!reading) {
    reading = readFromRun(run, name);
    values.set(name, reading);
    reading.catch(() => values.delete(name));
  }
  const value = await reading;
  return typeof value === "object" ? structuredClone(value) : value;
}
