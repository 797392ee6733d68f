import { existsSync, readFileSync } from "node:fs";

/** Linux counts it in hundredths of a second. */
const nsPerTick = 1e7;

/** The time that a process has taken of the processors so far, in nanoseconds; undefined where there is no `/proc`. */
export function cpuTime(pid: number): number | undefined {
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return undefined;
  // The program's name, in parentheses, may hold anything; the fields after it are numbered from 3.
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * nsPerTick;
}
