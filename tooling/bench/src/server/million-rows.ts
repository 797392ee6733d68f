import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { summarize } from "../measuring/figure.ts";
import { interleave } from "../measuring/interleave.ts";
import { atMost, type Row } from "../report/row.ts";
import { keyfoldReads } from "./keyfold-targets.ts";
import { load } from "./load.ts";
import { thousand } from "./secrets.ts";
import { type RunningKeyfold, startKeyfold } from "./start-keyfold.ts";

const million = 1_000_000;
const warmUpSeconds = 5;
const [seconds, repetitions] = [2, 15];

/**
 * What a read costs among a million secrets, beside the same among a thousand, and the maximum memory that the server took for all of it. Both
 * servers are started anew once their secrets are set: what a process did before must not count as the number of its secrets.
 */
export async function millionRows(bench: Bench): Promise<Row[]> {
  await using stack = bench.running.use(new AsyncDisposableStack());
  const started = (secrets: number): Promise<RunningKeyfold> => {
    const folder = join(bench.folder, String(secrets));
    mkdirSync(folder);
    return startKeyfold(stack, folder, secrets);
  };
  bench.print("Setting a million secrets");
  const [withThousand, withMillion] = [await started(thousand), await started(million)];
  const whileSetting = withMillion.maxMemory();
  await withThousand.restart();
  await withMillion.restart();
  bench.print("Reads among a million secrets");
  const [few, many] = [keyfoldReads(withThousand, thousand), keyfoldReads(withMillion, million)];
  for (const target of [few, many]) await load(target, warmUpSeconds);
  const costs = await interleave(
    { few: async () => costOf(await load(few, seconds)), many: async () => costOf(await load(many, seconds)) },
    repetitions,
  );
  const rows: Row[] = [
    {
      group: "server",
      what: "a read among a million secrets",
      ours: summarize(costs.many, "ns"),
      peer: { name: "among a thousand", figure: summarize(costs.few, "ns") },
      goal: atMost(1.2),
    },
  ];
  const whileReading = withMillion.maxMemory();
  if (whileSetting === undefined || whileReading === undefined) {
    bench.note("Left out: the server's memory, which is read from Linux's /proc");
  } else {
    rows.push({
      group: "server",
      what: "maximum memory of the server with a million",
      ours: summarize([Math.max(whileSetting, whileReading)], "MB"),
      goal: { of: "figure", is: "at most", bound: 300 },
    });
  }
  return rows;
}

function costOf({ perSecond }: { readonly perSecond: number }): number {
  return 1e9 / perSecond;
}
