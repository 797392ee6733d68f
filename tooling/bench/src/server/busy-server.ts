import type { Client } from "@keyfold/client";
import type { Bench } from "../bench.ts";
import { summarize } from "../measuring/figure.ts";
import type { Row } from "../report/row.ts";
import { keyfoldReads } from "./keyfold-targets.ts";
import { type Load, load } from "./load.ts";
import { thousand } from "./secrets.ts";
import type { RunningKeyfold } from "./start-keyfold.ts";

const maxMs = 100;
const [repetitions, listSeconds, revokeSeconds] = [3, 5, 4];
const [runsPerRequest, requests] = [100, 100];

/**
 * What others notice of whoever has the server do much: reads while lists go through the whole audit log and find nothing, and
 * while a token with 10,000 live runs is revoked. The log is that of the rows before.
 */
export async function busyServer({ print }: Bench, keyfold: RunningKeyfold): Promise<Row[]> {
  const reads = keyfoldReads(keyfold, thousand);
  const { token: lister } = await keyfold.admin.createToken({ name: "lister", role: "admin" });
  print("Reads while lists go through the audit log");
  const whileListing: Load[] = [];
  for (let turn = 0; turn < repetitions; turn += 1) {
    const listing = listOnAndOn(keyfold.clientOf(lister));
    whileListing.push(await load(reads, listSeconds));
    await listing.stop();
  }
  print("Reads while a token with 10,000 live runs is revoked");
  const whileRevoking: Load[] = [];
  for (let turn = 0; turn < repetitions; turn += 1) {
    const { id, token } = await keyfold.admin.createToken({ name: `runner ${turn}`, role: "runner" });
    await openRuns(keyfold.clientOf(token));
    const loading = load(reads, revokeSeconds);
    await keyfold.admin.revokeToken({ id });
    whileRevoking.push(await loading);
  }
  const row = (what: string, samples: readonly number[]): Row => ({
    group: "server",
    what,
    ours: summarize(samples, "ms"),
    goal: { of: "figure", is: "at most", bound: maxMs },
  });
  return [
    row(
      "99 of 100 reads while lists go through the log, within",
      whileListing.map(({ p99Ms }) => p99Ms),
    ),
    row(
      "all reads while 10,000 runs end with their token, within",
      whileRevoking.map(({ slowestMs }) => slowestMs),
    ),
  ];
}

function listOnAndOn(client: Client): { stop(): Promise<void> } {
  let isOver = false;
  const working = (async (): Promise<void> => {
    while (!isOver) await client.auditEvents({ where: { subject: "no such name" }, limit: 1 }, { timeoutMs: 60_000 });
  })();
  return {
    stop: () => {
      isOver = true;
      return working;
    },
  };
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
