import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { interleave } from "../measuring/interleave.ts";
import { summarize } from "../measuring/summarize.ts";
import { atMost, type Row } from "../report/row.ts";
import { keyfoldReads } from "./keyfold-targets.ts";
import { load } from "./load.ts";
import { thousand } from "./secrets.ts";
import { type RunningKeyfold, startKeyfold } from "./start-keyfold.ts";

const million = 1_000_000;
const [seconds, repetitions] = [5, 5];

/** What a read costs among a million secrets, beside the same among a thousand, and the most memory that the server took for all of it. */
export async function millionRows(bench: Bench, withThousand: RunningKeyfold): Promise<Row[]> {
  bench.say("Setting a million secrets");
  await using stack = bench.running.use(new AsyncDisposableStack());
  const folder = join(bench.folder, "million");
  mkdirSync(folder);
  const withMillion = await startKeyfold(stack, folder, million);
  bench.say("Reads among a million secrets");
  const [few, many] = [keyfoldReads(withThousand, thousand), keyfoldReads(withMillion, million)];
  await load(many, seconds);
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
  const megabytes = mostMemory(withMillion.pid);
  if (megabytes === undefined) bench.note("Left out: the server's memory, which is read from Linux's /proc");
  else {
    rows.push({
      group: "server",
      what: "the most memory of the server with a million",
      ours: summarize([megabytes], "MB"),
      goal: { of: "figure", is: "at most", bound: 300 },
    });
  }
  return rows;
}

function costOf({ perSecond }: { readonly perSecond: number }): number {
  return 1e9 / perSecond;
}

/** The most memory that a process has held at once, in megabytes (1000 kB). */
function mostMemory(pid: number): number | undefined {
  const file = `/proc/${pid}/status`;
  const kibibytes = existsSync(file) ? /VmHWM:\s*(\d+) kB/.exec(readFileSync(file, "utf8"))?.[1] : undefined;
  return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / 1e6;
}
