import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { attempt, type Bench } from "../bench.ts";
import { type Load, load } from "../load/load.ts";
import { type Figure, summarize } from "../measuring/figure.ts";
import { interleave } from "../measuring/interleave.ts";
import { atMost, type Row } from "../report/row.ts";
import { cpuOf } from "./figures.ts";
import { fill } from "./fill.ts";
import { keyfoldReads } from "./keyfold-targets.ts";
import { thousand } from "./secrets.ts";
import { type RunningKeyfold, serverCommand, startKeyfold } from "./start-keyfold.ts";

const warmUpSeconds = 2;
const starts = 3;

/** What a long audit log costs: reads beside those over a log of a thousand rows, the start of the server, and `audit verify`. */
export async function logRows(bench: Bench): Promise<Row[]> {
  const { logRows: rows, print } = bench;
  await using stack = bench.running.use(new AsyncDisposableStack());
  const started = (name: string): Promise<RunningKeyfold> => {
    const folder = join(bench.folder, name);
    mkdirSync(folder);
    return startKeyfold(stack, folder, thousand);
  };
  print(`Filling an audit log with ${rows.toLocaleString("en")} rows`);
  const [short, long] = [await started("short-log"), await started("long-log")];
  await short.restart();
  const first = await long.restart(() => fill("fill-log.mjs", [long.dataFolder, String(rows)]));
  const size = `${rows.toLocaleString("en")} rows in the log`;
  return [
    ...(await attempt(bench, "starts over a long log", () => startRows(size, long, first))),
    ...(await attempt(bench, "reads over a long log", () => readRows(bench, size, short, long))),
    ...(await attempt(bench, "audit verify", () => verifyRows(bench, long))),
  ];
}

async function startRows(size: string, long: RunningKeyfold, first: number): Promise<Row[]> {
  const times = [first];
  while (times.length < starts) times.push(await long.restart());
  const goal = { of: "figure", is: "at most", bound: 1000 } as const;
  return [{ group: "log", what: `start of the server, ${size}`, ours: summarize(times, "ms"), goal }];
}

async function readRows(
  { quick, print }: Bench,
  size: string,
  short: RunningKeyfold,
  long: RunningKeyfold,
): Promise<Row[]> {
  print("Reads over a long log");
  const targets = { few: keyfoldReads(short, thousand), many: keyfoldReads(long, thousand) };
  for (const target of Object.values(targets)) await load(target, warmUpSeconds);
  const seconds = 2;
  const measurements = { few: () => load(targets.few, seconds), many: () => load(targets.many, seconds) };
  const { few, many } = await interleave<"few" | "many", Load>(measurements, quick ? 3 : 9);
  const costs = (loads: readonly Load[]): Figure =>
    summarize(
      loads.map(({ perSecond }) => 1e9 / perSecond),
      "ns",
    );
  const peer = (figure: Figure) => ({ name: "a thousand", figure });
  const [cpuOfMany, cpuOfFew] = [cpuOf(many), cpuOf(few)];
  const what = `a read, ${size}`;
  const rows: Row[] = [{ group: "log", what, ours: costs(many), peer: peer(costs(few)), goal: atMost(1.1) }];
  if (cpuOfMany === undefined || cpuOfFew === undefined) return rows;
  return [...rows, { group: "log", what: `${what}, CPU`, ours: cpuOfMany, peer: peer(cpuOfFew) }];
}

async function verifyRows({ print }: Bench, long: RunningKeyfold): Promise<Row[]> {
  print("keyfold-server audit verify");
  await long.stop();
  const args = [serverCommand, "audit", "verify", "--json", "--data", long.dataFolder];
  const before = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, args);
  const seconds = (performance.now() - before) / 1000;
  const { ok, rows } = JSON.parse(stdout) as { ok: boolean; rows: number };
  if (!ok) throw new Error("the log is not what it must be");
  const goal = { of: "figure", is: "at least", bound: 180_000 } as const;
  return [{ group: "log", what: "audit verify, rows", ours: summarize([rows / seconds], "/s"), goal }];
}
