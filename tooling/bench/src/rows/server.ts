import { type Bench, measureEach } from "../bench.ts";
import { autocannon } from "../load/autocannon.ts";
import { cpu, loadsOf, p99, rate } from "../load/load.ts";
import type { Figure } from "../report/figure.ts";
import { atLeast, atMost, type Goal, peerOf, type Row, row } from "../report/row.ts";
import { type RunningKeyfold, startKeyfold } from "../servers/keyfold.ts";
import {
  keyfoldBatches,
  keyfoldPairs,
  keyfoldReads,
  keyfoldWrites,
  namesPerBatch,
} from "../servers/keyfold-targets.ts";
import { openBaoReads, openBaoWrites, startOpenBaoPeer } from "../servers/openbao.ts";
import { thousand } from "../servers/secrets.ts";
import { busyServer } from "./busy.ts";
import { identityRows } from "./identities.ts";

/** The rows of the server: one process on the embedded store, 32 connections, the audit log on. */
export async function measureServer(bench: Bench): Promise<Row[]> {
  const variables = { KEYFOLD__SERVER__PUBLIC_URL: "https://keyfold.example" };
  const keyfold = await startKeyfold(bench, "server", thousand, { variables });
  return measureEach(bench, {
    "reads and writes beside OpenBao": () => besideOpenBao(bench, keyfold),
    "runs that open and end": () => pairRows(bench, keyfold),
    "signed tokens": () => identityRows(bench, keyfold),
    "the server while it has much to do": () => busyServer(keyfold, "SQLite"),
  });
}

async function besideOpenBao(bench: Bench, keyfold: RunningKeyfold): Promise<Row[]> {
  const bao = await startOpenBaoPeer(bench, thousand);
  const isThere = "token" in bao;
  const reads = await loadsOf(bench, {
    ours: keyfoldReads(keyfold, thousand),
    batches: keyfoldBatches(keyfold, thousand),
    theirs: isThere ? openBaoReads(bao, thousand) : undefined,
  });
  const writes = await loadsOf(bench, {
    ours: keyfoldWrites(keyfold, thousand),
    theirs: isThere ? openBaoWrites(bao, thousand) : undefined,
  });
  if (cpu(reads.ours) === undefined) bench.note("Left out: the CPU of a request, which is read from Linux's /proc");
  const beside = (what: string, ours: Figure | undefined, theirs: Figure | undefined, goal?: Goal): Row[] =>
    row(what, ours, peerOf("OpenBao", theirs, isThere ? undefined : bao.missing), goal);
  return [
    ...beside("secretValue, reads", rate(reads.ours), rate(reads.theirs), atLeast(3)),
    ...beside("secretValue, CPU a read", cpu(reads.ours), cpu(reads.theirs), atMost(1 / 5)),
    ...beside("secretValue, 99 of 100 within", p99(reads.ours), p99(reads.theirs), atMost(0.5)),
    ...beside("secretValues of 100 names, values", rate(reads.batches, namesPerBatch), rate(reads.theirs), atLeast(30)),
    ...beside("secretValues of 100 names, CPU a value", cpu(reads.batches, namesPerBatch), cpu(reads.theirs)),
    ...beside("setSecret, durable writes", rate(writes.ours), rate(writes.theirs), atLeast(3)),
    ...beside("setSecret, CPU a write", cpu(writes.ours), cpu(writes.theirs)),
    ...beside("setSecret, 99 of 100 within", p99(writes.ours), p99(writes.theirs), atMost(1)),
  ];
}

/** Pairs of openRun and endRun beside durable writes, by the same load generator. */
async function pairRows(bench: Bench, keyfold: RunningKeyfold): Promise<Row[]> {
  const { pairs, writes } = await loadsOf(
    bench,
    { pairs: keyfoldPairs(keyfold), writes: keyfoldWrites(keyfold, thousand) },
    { generator: autocannon },
  );
  return [
    ...row("openRun and endRun, pairs", rate(pairs), peerOf("setSecret", rate(writes)), atLeast(0.5)),
    ...row("openRun and endRun, CPU a pair", cpu(pairs), peerOf("setSecret", cpu(writes))),
  ];
}
