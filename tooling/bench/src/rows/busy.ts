import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "@keyfold/client";
import { type Load, load } from "../load/load.ts";
import { quantile, summarize } from "../report/figure.ts";
import { type Row, row, within } from "../report/row.ts";
import type { RunningKeyfold } from "../servers/keyfold.ts";
import { keyfoldReads } from "../servers/keyfold-targets.ts";
import { thousand } from "../servers/secrets.ts";

const maxMs = 100;
const [repetitions, listSeconds, revokeSeconds] = [3, 5, 4];
const [runsPerRequest, requests] = [100, 100];

/**
 * What others notice of whoever has the server do much: reads and `/healthz` while lists go through the whole audit log and find nothing, and, on the
 * embedded store, reads while a token with 10,000 live runs is revoked. The log is that of the rows before.
 */
export async function busyServer(keyfold: RunningKeyfold, database: "SQLite" | "PostgreSQL"): Promise<Row[]> {
  const reads = keyfoldReads(keyfold, thousand);
  const { token: lister } = await keyfold.admin.createToken({ name: "lister", role: "admin" });
  const whileListing: Load[] = [];
  const health: number[] = [];
  for (let turn = 0; turn < repetitions; turn += 1) {
    const stopListing = onAndOn(() => listForNothing(keyfold.clientOf(lister)));
    const stopAsking = onAndOn(async () => health.push(await healthMs(keyfold)));
    whileListing.push(await load(reads, { seconds: listSeconds }));
    await stopListing();
    await stopAsking();
  }
  const msRow = (what: string, samples: readonly number[]): Row[] =>
    row(`${database}: ${what}`, summarize(samples, "ms"), undefined, within(maxMs));
  const listed = whileListing.map(({ p99Ms }) => p99Ms);
  const rows = [
    ...msRow("99 of 100 reads while lists go through the log, within", listed),
    ...msRow("99 of 100 answers of /healthz meanwhile, within", [quantile(health, 0.99)]),
  ];
  if (database === "PostgreSQL") return rows;
  const slowest: number[] = [];
  for (let turn = 0; turn < repetitions; turn += 1) {
    const { id, token } = await keyfold.admin.createToken({ name: `runner ${turn}`, role: "runner" });
    await openRuns(keyfold.clientOf(token));
    const loading = load(reads, { seconds: revokeSeconds });
    await keyfold.admin.revokeToken({ id });
    slowest.push((await loading).slowestMs);
  }
  return [...rows, ...msRow("all reads while 10,000 runs end with their token, within", slowest)];
}

/** Does something again and again until what it gives is called. */
function onAndOn(work: () => Promise<unknown>): () => Promise<void> {
  let isOver = false;
  const working = (async (): Promise<void> => {
    while (!isOver) await work();
  })();
  return () => {
    isOver = true;
    return working;
  };
}

function listForNothing(client: Client): Promise<unknown> {
  return client.auditEvents({ where: { subject: "no such name" }, limit: 1 }, { timeoutMs: 60_000 });
}

/** How long `/healthz` takes, after a pause that leaves the server to the others. */
async function healthMs({ url }: RunningKeyfold): Promise<number> {
  await delay(20);
  const before = performance.now();
  const { ok } = await fetch(`${url}/healthz`);
  if (!ok) throw new Error("/healthz does not answer 200");
  return performance.now() - before;
}

async function openRuns(client: Client): Promise<void> {
  const open = async (request: number): Promise<void> => {
    const fields = Array.from(
      { length: runsPerRequest },
      (_none, index) => `r${index}: openRun(input: { ttlSeconds: ${1000 + request * runsPerRequest + index} }) { id }`,
    );
    await client.request(`mutation { ${fields.join(" ")} }`, undefined, { timeoutMs: 300_000 });
  };
  await Promise.all(Array.from({ length: requests }, (_none, request) => open(request)));
}
