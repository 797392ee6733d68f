import { existsSync, readFileSync } from "node:fs";

/** Linux counts it in hundredths of a second. */
const nsPerTick = 1e7;

/** The time that a process has taken of the processors so far, in nanoseconds; undefined where there is no `/proc`. */
export function cpuTime(pid: number): number | undefined {
  // The program's name, in parentheses, may hold anything; the fields after it are numbered from 3.
  const fields = read(pid, "stat")?.split(") ").at(-1)?.split(" ");
  return fields && (Number(fields[11]) + Number(fields[12])) * nsPerTick;
}

/** The maximum memory that a process has held at once, in megabytes (1000 kB); undefined where there is no `/proc`. */
export function maxMemory(pid: number): number | undefined {
  const [, kibibytes] = /VmHWM:\s*(\d+) kB/.exec(read(pid, "status") ?? "") ?? [];
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6;
}

function read(pid: number, name: string): string | undefined {
  const file = `/proc/${pid}/${name}`;
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
