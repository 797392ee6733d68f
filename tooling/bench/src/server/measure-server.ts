import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { summarize } from "../measuring/figure.ts";
import { interleave } from "../measuring/interleave.ts";
import { atLeast, atMost, type Goal, type Peer, type Row } from "../report/row.ts";
import { busyServer } from "./busy-server.ts";
import { keyfoldBatches, keyfoldReads, keyfoldWrites, namesPerBatch } from "./keyfold-targets.ts";
import { type Load, load, type Target } from "./load.ts";
import { millionRows } from "./million-rows.ts";
import { openBaoReads, openBaoWrites } from "./openbao-targets.ts";
import { thousand } from "./secrets.ts";
import { startKeyfold } from "./start-keyfold.ts";
import { startOpenBaoPeer } from "./start-openbao-peer.ts";

const warmUpSeconds = 2;

/** The rows of the server: one process on the embedded store, 32 connections, the audit log on. */
export async function measureServer(bench: Bench): Promise<Row[]> {
  const { quick, print, npmPeers } = bench;
  if (npmPeers !== undefined) {
    bench.note(`Left out: the server, because the load generator is missing (${npmPeers})`);
    return [];
  }
  await using stack = bench.running.use(new AsyncDisposableStack());
  print("Starting Keyfold's server and OpenBao, a thousand secrets in each");
  const folder = join(bench.folder, "server");
  mkdirSync(folder);
  const keyfold = await startKeyfold(stack, folder, thousand);
  const bao = await startOpenBaoPeer(stack, thousand, print);
  const openBao = "missing" in bao ? undefined : bao;

  const [seconds, repetitions] = quick ? [2, 3] : [5, 7];
  const loads = async (targets: Record<string, Target | undefined>): Promise<Record<string, Load[]>> => {
    const there = Object.entries(targets).filter((entry): entry is [string, Target] => entry[1] !== undefined);
    for (const [, target] of there) await load(target, warmUpSeconds);
    return interleave(
      Object.fromEntries(there.map(([name, target]) => [name, () => load(target, seconds)])),
      repetitions,
    );
  };
  const row = (what: string, ours: Figures, theirs: Figures, goal: Goal): Row => ({
    group: "server",
    what,
    ours: summarize(ours.samples, ours.unit),
    peer: "missing" in bao ? { name: "OpenBao", missing: bao.missing } : peerOf(theirs),
    goal,
  });

  print("Reads");
  const reads = await loads({
    ours: keyfoldReads(keyfold, thousand),
    batches: keyfoldBatches(keyfold, thousand),
    theirs: openBao && openBaoReads(openBao, thousand),
  });
  print("Durable writes");
  const writes = await loads({
    ours: keyfoldWrites(keyfold, thousand),
    theirs: openBao && openBaoWrites(openBao, thousand),
  });
  const rows = [
    row("secretValue, reads", rate(reads.ours), rate(reads.theirs), atLeast(2)),
    row("secretValue, 99 of 100 within", p99(reads.ours), p99(reads.theirs), atMost(1)),
    row("secretValues of 100 names, values", rate(reads.batches, namesPerBatch), rate(reads.theirs), atLeast(20)),
    row("setSecret, durable writes", rate(writes.ours), rate(writes.theirs), atLeast(1)),
    row("setSecret, 99 of 100 within", p99(writes.ours), p99(writes.theirs), atMost(1)),
  ];
  const [ours, theirs] = [cpu(reads.ours), cpu(reads.theirs)];
  if (ours.samples.length > 0) rows.push(row("secretValue, CPU a read", ours, theirs, atMost(1 / 3)));
  else bench.note("Left out: the CPU of a read, which is read from Linux's /proc");
  rows.push(...(await busyServer(bench, keyfold)));
  if (quick) bench.note("Left out by --quick: a million secrets, and the memory they take");
  else rows.push(...(await millionRows(bench)));
  return rows;
}

interface Figures {
  readonly samples: readonly number[];
  readonly unit: "/s" | "ms" | "ns";
}

function rate(loads: readonly Load[] = [], valuesPerRequest = 1): Figures {
  return { samples: loads.map(({ perSecond }) => perSecond * valuesPerRequest), unit: "/s" };
}

function p99(loads: readonly Load[] = []): Figures {
  return { samples: loads.map(({ p99Ms }) => p99Ms), unit: "ms" };
}

/** None where it can't be known. */
function cpu(loads: readonly Load[] = []): Figures {
  return { samples: loads.flatMap(({ cpuNs }) => cpuNs ?? []), unit: "ns" };
}

function peerOf({ samples, unit }: Figures): Peer {
  return { name: "OpenBao", figure: summarize(samples, unit) };
}
