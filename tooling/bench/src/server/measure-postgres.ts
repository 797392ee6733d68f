import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { installServices } from "@tooling/vitest/install-services";
import { emptyDatabase, startPostgres } from "@tooling/vitest/postgres";
import { attempt, type Bench } from "../bench.ts";
import { type Load, load } from "../load/load.ts";
import { summarize } from "../measuring/figure.ts";
import { interleave } from "../measuring/interleave.ts";
import { atLeast, type Row } from "../report/row.ts";
import { busyServer } from "./busy-server.ts";
import { rateOf } from "./figures.ts";
import { keyfoldReads, keyfoldWrites } from "./keyfold-targets.ts";
import { thousand } from "./secrets.ts";
import { type RunningKeyfold, startKeyfold } from "./start-keyfold.ts";

const warmUpSeconds = 2;
const connectionsOfEach = 16;

/** The rows of PostgreSQL beside the embedded store: one server, two over one database, and one that has much to do. */
export async function measurePostgres(bench: Bench): Promise<Row[]> {
  await using stack = bench.running.use(new AsyncDisposableStack());
  bench.print("Starting a server on PostgreSQL, another on the same, and one on SQLite");
  await installServices();
  const postgres = await startPostgres({ durable: true });
  stack.defer(postgres.remove);
  const start = async (name: string, settings: Record<string, string>): Promise<RunningKeyfold> => {
    const folder = join(bench.folder, name);
    mkdirSync(folder);
    return startKeyfold(stack, folder, thousand, { settings });
  };
  const one = await start("postgres", { KEYFOLD__SERVER__DATABASE: await emptyDatabase(postgres.url) });
  const other = await one.another();
  const sqlite = await start("sqlite", {});
  return [
    ...(await attempt(bench, "PostgreSQL beside SQLite", () => besideSqlite(bench, one, other, sqlite))),
    ...(await attempt(bench, "PostgreSQL while it has much to do", () => busyServer(bench, one, "PostgreSQL"))),
  ];
}

async function besideSqlite(
  { quick, print, note }: Bench,
  one: RunningKeyfold,
  other: RunningKeyfold,
  sqlite: RunningKeyfold,
): Promise<Row[]> {
  print("Reads and writes on PostgreSQL");
  const [seconds, repetitions] = quick ? [2, 3] : [3, 5];
  const pair = [keyfoldReads(one, thousand), keyfoldReads(other, thousand)];
  const measurements = {
    sqlite: async () => [await load(keyfoldReads(sqlite, thousand), seconds)],
    one: async () => [await load(keyfoldReads(one, thousand), seconds)],
    both: () => Promise.all(pair.map((reads) => load(reads, seconds, connectionsOfEach))),
    sqliteWrites: async () => [await load(keyfoldWrites(sqlite, thousand), seconds)],
    writes: async () => [await load(keyfoldWrites(one, thousand), seconds)],
  };
  for (const server of [one, other, sqlite]) await load(keyfoldReads(server, thousand), warmUpSeconds);
  const samples = await interleave<keyof typeof measurements, Load[]>(measurements, repetitions);
  const together = samples.both.map((loads) => loads.reduce((sum, { perSecond }) => sum + perSecond, 0));
  const cores = samples.both.map((loads) => loads.reduce((sum, each) => sum + coresOf(each), 0));
  note(
    `Two servers on one PostgreSQL take ${summarize(cores, "ms").median.toFixed(1)} of the machine's ${availableParallelism()} processors; PostgreSQL and ` +
      "the load generator share the rest, and each commit waits for the one lock under which the audit log grows.",
  );
  const row = (what: string, ours: number[] | Load[][], name: string, theirs: Load[][], bound?: number): Row[] => {
    const figureOf = (given: number[] | Load[][]) =>
      typeof given[0] === "number" ? summarize(given as number[], "/s") : rateOf((given as Load[][]).flat());
    const [figure, peer] = [figureOf(ours), figureOf(theirs)];
    if (figure === undefined || peer === undefined) return [];
    const goal = bound === undefined ? {} : { goal: atLeast(bound) };
    return [{ group: "postgres", what, ours: figure, peer: { name, figure: peer }, ...goal }];
  };
  return [
    ...row("PostgreSQL: secretValue, reads", samples.one, "SQLite", samples.sqlite, 0.6),
    ...row("PostgreSQL: setSecret, durable writes", samples.writes, "SQLite", samples.sqliteWrites),
    ...row("PostgreSQL: reads of two servers together", together, "one server", samples.one, 1),
  ];
}

/** How many processors a server has taken during a load. */
function coresOf({ cpuNs = 0, perSecond }: Load): number {
  return (cpuNs * perSecond) / 1e9;
}
