import { InvalidArgumentError } from "commander";

const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;
const form = /^(\d{1,9})([smhd]?)$/;

/** Reads `90`, `90s`, `15m`, `12h` or `30d` as seconds. */
export function duration(text: string): number {
  const [, count, unit = "s"] = form.exec(text) ?? [];
  const total = Number(count) * (seconds[unit as keyof typeof seconds] ?? 1);
  if (total >= 1 && total <= 2 ** 31 - 1) return total;
  throw new InvalidArgumentError("Write it as 90s, 15m, 12h or 30d.");
}
