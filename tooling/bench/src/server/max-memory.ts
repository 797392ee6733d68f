import { existsSync, readFileSync } from "node:fs";

/** The maximum memory that a process has held at once, in megabytes (1000 kB); undefined where there is no `/proc`. */
export function maxMemory(pid: number): number | undefined {
  const file = `/proc/${pid}/status`;
  const kibibytes = existsSync(file) ? /VmHWM:\s*(\d+) kB/.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6;
}
