import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import type { Generator, Target } from "./target.ts";

const script = join(import.meta.dirname, "../../programs/wrk.lua");
/** As many as a file has, by their length: wrk sends them in turn. */
const maxBytes = 4_000_000;
const maxRequests = 20_000;

/** What loads a server with wrk; undefined where there is none on the PATH. The requests, whose headers have the token, are in a file that others can't read. */
export function findWrk(): Generator | undefined {
  const found = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, "wrk"));
  const program = found.find((file) => existsSync(file));
  if (program === undefined) return undefined;
  return async (target, seconds, connections) => {
    const folder = mkdtempSync(join(tmpdir(), "keyfold-wrk-"));
    const file = join(folder, "requests");
    try {
      writeFileSync(file, requestLines(target), { mode: 0o600 });
      const line = `-t1 -c${connections} -d${seconds}s --timeout 60s -s`;
      const { stdout } = await promisify(execFile)(program, [...line.split(" "), script, target.url, "--", file]);
      const counted = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as Record<string, number>;
      const { answered = 0, bad = 0, microseconds = 0, p99 = 0, slowest = 0 } = counted;
      return { answered, bad, seconds: microseconds / 1e6, p99Ms: p99 / 1000, slowestMs: slowest / 1000 };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** The file that `wrk.lua` reads. */
function requestLines({ method, headers, goodAnswer, next }: Target): string {
  const lines = [`${method}\t${goodAnswer}`, ...Object.entries(headers).map(([name, value]) => `H\t${name}\t${value}`)];
  for (let bytes = 0, count = 0; bytes < maxBytes && count < maxRequests; count += 1) {
    const { path, body = "" } = next();
    bytes += body.length;
    lines.push(`${path}\t${body}`);
  }
  return `${lines.join("\n")}\n`;
}
