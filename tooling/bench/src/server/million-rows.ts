import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { attempt, type Bench } from "../bench.ts";
import { type Load, load } from "../load/load.ts";
import type { Target } from "../load/target.ts";
import { summarize } from "../measuring/figure.ts";
import { interleave } from "../measuring/interleave.ts";
import { atMost, type Row } from "../report/row.ts";
import { cpuOf } from "./figures.ts";
import { fill } from "./fill.ts";
import { keyfoldAccess, keyfoldFolders, keyfoldPages, keyfoldReads, keyfoldReadsIn } from "./keyfold-targets.ts";
import { anyOf, folderOf, foldersOfNames, nameInFolder, secretName, thousand } from "./secrets.ts";
import { type RunningKeyfold, startKeyfold } from "./start-keyfold.ts";

const million = 1_000_000;
/** Of the million, so many have values that can be read: every hundredth. */
const readable = 10_000;
const step = million / readable;
const warmUpSeconds = 3;
const [seconds, repetitions] = [2, 5];

/**
 * What a read costs among a million secrets, beside the same among a thousand, and the maximum memory that the server took for it. Both
 * servers are started anew once their secrets are there: what a process did before must not count as the number of its secrets.
 */
export async function millionRows(bench: Bench): Promise<Row[]> {
  await using stack = bench.running.use(new AsyncDisposableStack());
  const started = (secrets: number, nameOf: (index: number) => string): Promise<RunningKeyfold> => {
    const folder = join(bench.folder, `among-${secrets}`);
    mkdirSync(folder);
    return startKeyfold(stack, folder, secrets, { nameOf });
  };
  bench.print("Filling a server with a million secrets");
  const few = await started(thousand, nameInFolder);
  const many = await started(readable, (index) => nameInFolder(index * step));
  await few.restart();
  await many.restart(() => fill("fill-secrets.mjs", [many.dataFolder, String(million), String(step)]));
  return [
    ...(await attempt(bench, "reads among a million secrets", () => readRows(bench, few, many))),
    ...(await attempt(bench, "folders among a million secrets", () => folderRows(bench, many))),
    ...(await attempt(bench, "lists of a million secrets", () => listRows(bench, few, many))),
    ...memoryRows(bench, many),
  ];
}

async function readRows({ print }: Bench, withFew: RunningKeyfold, withMany: RunningKeyfold): Promise<Row[]> {
  print("Reads among a million secrets");
  const few = keyfoldReads(withFew, thousand, nameInFolder);
  const many = keyfoldReads(withMany, readable, (index) => nameInFolder(index * step));
  const samples = await loadsOf({ few, many });
  return [
    row("a read among a million secrets", samples.many, "among a thousand", samples.few, 1.2),
    ...cpuRow("a read among a million secrets, CPU", samples.many, "among a thousand", samples.few),
  ];
}

function memoryRows(bench: Bench, server: RunningKeyfold): Row[] {
  const memory = server.maxMemory();
  if (memory === undefined) {
    bench.note("Left out: the server's memory, which is read from Linux's /proc");
    return [];
  }
  const what = "maximum memory of the server with a million";
  return [{ group: "names", what, ours: summarize([memory], "MB"), goal: { of: "figure", is: "at most", bound: 300 } }];
}

/** What folders cost among a million names in ten thousand of them, four deep. */
async function folderRows({ print }: Bench, server: RunningKeyfold): Promise<Row[]> {
  print("Reads through a folder, and pages of its list");
  const folder = folderOf(0);
  const inFolder = (): number => foldersOfNames * anyOf(million / foldersOfNames);
  const { token } = await server.admin.openRun({ ttlSeconds: 3600, folder });
  const { through, without, page, any } = await loadsOf({
    through: keyfoldReadsIn(server, token, () => secretName(inFolder())),
    without: keyfoldReadsIn(server, server.runToken, () => nameInFolder(inFolder())),
    page: keyfoldPages(server, folder),
    any: keyfoldPages(server),
  });
  return [
    row("a read through a folder four deep, among a million", through, "by its full name", without, 1.3),
    ...cpuRow("a read through a folder four deep, CPU", through, "by its full name", without),
    row("a page of a folder's list, among a million", page, "of the whole list", any, 1.3),
  ];
}

/** What `access` and `folders` cost among a million names, one request at a time as a person asks, beside the same among a thousand. */
async function listRows({ print }: Bench, few: RunningKeyfold, many: RunningKeyfold): Promise<Row[]> {
  print("access and folders among a million secrets");
  const samples = await loadsOf(
    {
      access: keyfoldAccess(many, nameInFolder(0)),
      accessOfFew: keyfoldAccess(few, nameInFolder(0)),
      folders: keyfoldFolders(many, "1"),
      foldersOfFew: keyfoldFolders(few, "0"),
    },
    1,
  );
  return [
    row("access of a name, among a million", samples.access, "among a thousand", samples.accessOfFew, 1.3),
    row(
      "the folders of a folder, a hundred thousand names in them",
      samples.folders,
      "a thousand",
      samples.foldersOfFew,
    ),
  ];
}

async function loadsOf<Name extends string>(
  targets: Record<Name, Target>,
  connections?: number,
): Promise<Record<Name, Load[]>> {
  const entries = Object.entries<Target>(targets);
  for (const [, target] of entries) await load(target, warmUpSeconds, connections);
  const measurements = Object.fromEntries(
    entries.map(([name, target]) => [name, () => load(target, seconds, connections)]),
  );
  return interleave<Name, Load>(measurements as Record<Name, () => Promise<Load>>, repetitions);
}

function row(what: string, ours: readonly Load[], name: string, theirs: readonly Load[], bound?: number): Row {
  const costs = (loads: readonly Load[]) =>
    summarize(
      loads.map(({ perSecond }) => 1e9 / perSecond),
      "ns",
    );
  const goal = bound === undefined ? {} : { goal: atMost(bound) };
  return { group: "names", what, ours: costs(ours), peer: { name, figure: costs(theirs) }, ...goal };
}

function cpuRow(what: string, ours: readonly Load[], name: string, theirs: readonly Load[]): Row[] {
  const [figure, peer] = [cpuOf(ours), cpuOf(theirs)];
  if (figure === undefined || peer === undefined) return [];
  return [{ group: "names", what, ours: figure, peer: { name, figure: peer } }];
}
