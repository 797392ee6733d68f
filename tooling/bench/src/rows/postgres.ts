import { availableParallelism } from "node:os";
import { installServices } from "@tooling/vitest/install-services";
import { emptyDatabase, startPostgres } from "@tooling/vitest/postgres";
import { type Bench, measureEach } from "../bench.ts";
import { loadsOf, rate } from "../load/load.ts";
import { quantile } from "../report/figure.ts";
import { atLeast, peerOf, type Row, row } from "../report/row.ts";
import { type RunningKeyfold, startKeyfold } from "../servers/keyfold.ts";
import { keyfoldReads, keyfoldWrites } from "../servers/keyfold-targets.ts";
import { thousand } from "../servers/secrets.ts";
import { busyServer } from "./busy.ts";

/** The rows of PostgreSQL beside the embedded store: one server, two over one database, and one that has much to do. */
export async function measurePostgres(bench: Bench): Promise<Row[]> {
  await installServices();
  const postgres = await startPostgres({ durable: true });
  bench.running.defer(postgres.remove);
  const variables = { KEYFOLD__SERVER__DATABASE: await emptyDatabase(postgres.url) };
  const one = await startKeyfold(bench, "postgres", thousand, { variables });
  return measureEach(bench, {
    "PostgreSQL beside SQLite": () => besideSqlite(bench, one),
    "PostgreSQL while it has much to do": () => busyServer(one, "PostgreSQL"),
  });
}

async function besideSqlite(bench: Bench, one: RunningKeyfold): Promise<Row[]> {
  const other = await one.another();
  const beside = await startKeyfold(bench, "sqlite", thousand);
  const reads = keyfoldReads(one, thousand);
  const loads = await loadsOf(bench, {
    sqlite: keyfoldReads(beside, thousand),
    one: reads,
    both: [reads, keyfoldReads(other, thousand)],
    sqliteWrites: keyfoldWrites(beside, thousand),
    writes: keyfoldWrites(one, thousand),
  });
  const cores = loads.both.map(({ cpuNs = 0, perSecond }) => (cpuNs * perSecond) / 1e9);
  bench.note(
    `Two servers on one PostgreSQL take ${quantile(cores, 0.5).toFixed(1)} of the machine's ${availableParallelism()} processors; PostgreSQL and ` +
      "the load generator share the rest, and each commit waits for the one lock under which the audit log grows.",
  );
  const single = rate(loads.one);
  return [
    ...row("PostgreSQL: secretValue, reads", single, peerOf("SQLite", rate(loads.sqlite)), atLeast(0.6)),
    ...row("PostgreSQL: setSecret, durable writes", rate(loads.writes), peerOf("SQLite", rate(loads.sqliteWrites))),
    ...row("PostgreSQL: reads of two servers together", rate(loads.both), peerOf("one server", single), atLeast(1)),
  ];
}
