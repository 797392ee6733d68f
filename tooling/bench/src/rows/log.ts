import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type Bench, measureEach } from "../bench.ts";
import { cost, cpu, loadsOf } from "../load/load.ts";
import { summarize } from "../report/figure.ts";
import { atMost, peerOf, type Row, row, within } from "../report/row.ts";
import { fill, type RunningKeyfold, serverCommand, startKeyfold } from "../servers/keyfold.ts";
import { keyfoldReads } from "../servers/keyfold-targets.ts";
import { thousand } from "../servers/secrets.ts";

/** Of the starts of the server, and of `audit verify`. */
const repetitions = 3;

/** What a long audit log costs: reads beside those over a log of a thousand rows, the start of the server, and `audit verify`. */
export async function measureLog(bench: Bench): Promise<Row[]> {
  const size = `${bench.logRows.toLocaleString("en")} rows in the log`;
  const short = await startKeyfold(bench, "short-log", thousand);
  const long = await startKeyfold(bench, "long-log", thousand);
  bench.print(`filling a log: ${size}`);
  const first = await long.restart(() => fill("fill-log", long, bench.logRows));
  return measureEach(bench, {
    "starts over a long log": () => startRows(size, long, first),
    "reads over a long log": () => readRows(bench, size, short, long),
    "audit verify": () => verifyRows(long),
  });
}

async function startRows(size: string, long: RunningKeyfold, first: number): Promise<Row[]> {
  const times = [first];
  while (times.length < repetitions) times.push(await long.restart());
  return row(`start of the server, ${size}`, summarize(times, "ms"), undefined, within(1000));
}

async function readRows(bench: Bench, size: string, short: RunningKeyfold, long: RunningKeyfold): Promise<Row[]> {
  // Each anew, so that only the length of the log differs.
  for (const server of [short, long]) await server.restart();
  const targets = { few: keyfoldReads(short, thousand), many: keyfoldReads(long, thousand) };
  const { few, many } = await loadsOf(bench, targets, { rounds: 24 });
  const what = `a read, ${size}`;
  return [
    ...row(what, cost(many), peerOf("a thousand", cost(few)), atMost(1.1)),
    ...row(`${what}, CPU`, cpu(many), peerOf("a thousand", cpu(few))),
  ];
}

async function verifyRows(long: RunningKeyfold): Promise<Row[]> {
  await long.stop();
  const args = [serverCommand, "audit", "verify", "--json", "--data", long.dataFolder];
  const rates: number[] = [];
  while (rates.length < repetitions) {
    const before = performance.now();
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const seconds = (performance.now() - before) / 1000;
    const { ok, rows } = JSON.parse(stdout) as { ok: boolean; rows: number };
    if (!ok) throw new Error("the log is not what it must be");
    rates.push(rows / seconds);
  }
  const goal = { of: "figure", is: "at least", bound: 180_000 } as const;
  return row("audit verify, rows", summarize(rates, "/s"), undefined, goal);
}
