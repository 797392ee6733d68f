import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { attempt, type Bench } from "../bench.ts";
import { loadPairs, loadWithAutocannon } from "../load/autocannon.ts";
import { type Load, load, measured } from "../load/load.ts";
import type { Target } from "../load/target.ts";
import type { Figure } from "../measuring/figure.ts";
import { interleave } from "../measuring/interleave.ts";
import { atLeast, atMost, type Goal, type Peer, type Row } from "../report/row.ts";
import { busyServer } from "./busy-server.ts";
import { cpuOf, p99Of, rateOf } from "./figures.ts";
import { identityRows } from "./identity-rows.ts";
import { keyfoldBatches, keyfoldPairs, keyfoldReads, keyfoldWrites, namesPerBatch } from "./keyfold-targets.ts";
import { openBaoReads, openBaoWrites } from "./openbao-targets.ts";
import { thousand } from "./secrets.ts";
import { type RunningKeyfold, startKeyfold } from "./start-keyfold.ts";
import { type OpenBaoPeer, startOpenBaoPeer } from "./start-openbao-peer.ts";

const warmUpSeconds = 2;
const connections = 32;

/** The rows of the server: one process on the embedded store, 32 connections, the audit log on. */
export async function measureServer(bench: Bench): Promise<Row[]> {
  const { print } = bench;
  await using stack = bench.running.use(new AsyncDisposableStack());
  print("Starting Keyfold's server and OpenBao, a thousand secrets in each");
  const folder = join(bench.folder, "server");
  mkdirSync(folder);
  const settings = { KEYFOLD__SERVER__PUBLIC_URL: "https://keyfold.example" };
  const keyfold = await startKeyfold(stack, folder, thousand, { settings });
  const bao = await startOpenBaoPeer(stack, thousand, print);
  return [
    ...(await attempt(bench, "reads and writes beside OpenBao", () => besideOpenBao(bench, keyfold, bao))),
    ...(await attempt(bench, "runs that open and end", () => pairRows(bench, keyfold))),
    ...(await attempt(bench, "signed tokens", () => identityRows(bench, keyfold))),
    ...(await attempt(bench, "the server while it has much to do", () => busyServer(bench, keyfold, "SQLite"))),
  ];
}

/** How long each load is, and how many there are. */
function turns({ quick }: Bench): { seconds: number; repetitions: number } {
  return quick ? { seconds: 2, repetitions: 3 } : { seconds: 3, repetitions: 5 };
}

async function besideOpenBao(
  bench: Bench,
  keyfold: RunningKeyfold,
  bao: OpenBaoPeer | { missing: string },
): Promise<Row[]> {
  const openBao = "missing" in bao ? undefined : bao;
  const { seconds, repetitions } = turns(bench);
  const loads = async (targets: Record<string, Target | undefined>): Promise<Record<string, Load[]>> => {
    const there = Object.entries(targets).filter((entry): entry is [string, Target] => entry[1] !== undefined);
    for (const [, target] of there) await load(target, warmUpSeconds);
    return interleave(
      Object.fromEntries(there.map(([name, target]) => [name, () => load(target, seconds)])),
      repetitions,
    );
  };
  bench.print("Reads");
  const reads = await loads({
    ours: keyfoldReads(keyfold, thousand),
    batches: keyfoldBatches(keyfold, thousand),
    theirs: openBao && openBaoReads(openBao, thousand),
  });
  bench.print("Durable writes");
  const writes = await loads({
    ours: keyfoldWrites(keyfold, thousand),
    theirs: openBao && openBaoWrites(openBao, thousand),
  });
  const peer = (figure: Figure | undefined): Peer =>
    "missing" in bao
      ? { name: "OpenBao", missing: bao.missing }
      : figure
        ? { name: "OpenBao", figure }
        : { name: "OpenBao", missing: "its CPU can't be known" };
  const row = (what: string, ours: Figure | undefined, theirs: Figure | undefined, goal?: Goal): Row[] =>
    ours === undefined ? [] : [{ group: "server", what, ours, peer: peer(theirs), ...(goal && { goal }) }];
  if (cpuOf(reads.ours) === undefined) bench.note("Left out: the CPU of a request, which is read from Linux's /proc");
  return [
    ...row("secretValue, reads", rateOf(reads.ours), rateOf(reads.theirs), atLeast(3)),
    ...row("secretValue, CPU a read", cpuOf(reads.ours), cpuOf(reads.theirs), atMost(1 / 5)),
    ...row("secretValue, 99 of 100 within", p99Of(reads.ours), p99Of(reads.theirs), atMost(0.5)),
    ...row(
      "secretValues of 100 names, values",
      rateOf(reads.batches, namesPerBatch),
      rateOf(reads.theirs),
      atLeast(30),
    ),
    ...row("secretValues of 100 names, CPU a value", cpuOf(reads.batches, namesPerBatch), cpuOf(reads.theirs)),
    ...row("setSecret, durable writes", rateOf(writes.ours), rateOf(writes.theirs), atLeast(3)),
    ...row("setSecret, CPU a write", cpuOf(writes.ours), cpuOf(writes.theirs)),
    ...row("setSecret, 99 of 100 within", p99Of(writes.ours), p99Of(writes.theirs), atMost(1)),
  ];
}

/** Pairs of openRun and endRun beside durable writes, by the same load generator. */
async function pairRows(bench: Bench, keyfold: RunningKeyfold): Promise<Row[]> {
  bench.print("Runs that open and end");
  const { seconds, repetitions } = turns(bench);
  const pairs = keyfoldPairs(keyfold);
  const writes = keyfoldWrites(keyfold, thousand);
  const generate = {
    pairs: () => measured(pairs, () => loadPairs(pairs, seconds, connections)),
    writes: () => measured(writes, () => loadWithAutocannon(writes, seconds, connections)),
  };
  for (const warmUp of Object.values(generate)) await warmUp();
  const { pairs: ours, writes: theirs } = await interleave(generate, repetitions);
  const row = (what: string, of: (loads: readonly Load[]) => Figure | undefined, goal?: Goal): Row[] => {
    const [figure, peer] = [of(ours), of(theirs)];
    if (figure === undefined || peer === undefined) return [];
    return [{ group: "server", what, ours: figure, peer: { name: "setSecret", figure: peer }, ...(goal && { goal }) }];
  };
  return [...row("openRun and endRun, pairs", rateOf, atLeast(0.5)), ...row("openRun and endRun, CPU a pair", cpuOf)];
}
