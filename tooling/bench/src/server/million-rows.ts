import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { summarize } from "../measuring/figure.ts";
import { interleave } from "../measuring/interleave.ts";
import { atMost, type Row } from "../report/row.ts";
import { keyfoldPages, keyfoldReads, keyfoldReadsIn } from "./keyfold-targets.ts";
import { load, type Target } from "./load.ts";
import { anyOf, folderOf, foldersOfNames, nameInFolder, secretName, thousand } from "./secrets.ts";
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
    return startKeyfold(stack, folder, secrets, { nameOf: nameInFolder });
  };
  bench.print("Setting a million secrets");
  const [withThousand, withMillion] = [await started(thousand), await started(million)];
  const whileSetting = withMillion.maxMemory();
  await withThousand.restart();
  await withMillion.restart();
  bench.print("Reads among a million secrets");
  const few = keyfoldReads(withThousand, thousand, nameInFolder);
  const many = keyfoldReads(withMillion, million, nameInFolder);
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
  rows.push(...(await folderRows(bench, withMillion)));
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

/** What folders cost among a million names in ten thousand of them, four deep. */
async function folderRows({ print }: Bench, server: RunningKeyfold): Promise<Row[]> {
  print("Reads through a folder, and pages of its list");
  const folder = folderOf(0);
  const inFolder = (): number => foldersOfNames * anyOf(million / foldersOfNames);
  const { token } = await server.admin.openRun({ ttlSeconds: 3600, folder });
  const targets = {
    through: keyfoldReadsIn(server, token, () => secretName(inFolder())),
    without: keyfoldReadsIn(server, server.runToken, () => nameInFolder(inFolder())),
    page: keyfoldPages(server, folder),
    any: keyfoldPages(server),
  };
  for (const target of Object.values(targets)) await load(target, warmUpSeconds);
  const measure = (target: Target) => async (): Promise<number> => costOf(await load(target, seconds));
  const { through, without, page, any } = await interleave(
    {
      through: measure(targets.through),
      without: measure(targets.without),
      page: measure(targets.page),
      any: measure(targets.any),
    },
    repetitions,
  );
  return [
    {
      group: "server",
      what: "a read through a folder four deep, among a million",
      ours: summarize(through, "ns"),
      peer: { name: "by its full name", figure: summarize(without, "ns") },
      goal: atMost(1.3),
    },
    {
      group: "server",
      what: "a page of a folder's list, among a million",
      ours: summarize(page, "ns"),
      peer: { name: "of the whole list", figure: summarize(any, "ns") },
      goal: atMost(1.3),
    },
  ];
}

function costOf({ perSecond }: { readonly perSecond: number }): number {
  return 1e9 / perSecond;
}
