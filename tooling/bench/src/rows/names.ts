import { type Bench, measureEach } from "../bench.ts";
import { cost, cpu, loadsOf } from "../load/load.ts";
import { summarize } from "../report/figure.ts";
import { atMost, peerOf, type Row, row, within } from "../report/row.ts";
import { fill, type RunningKeyfold, startKeyfold } from "../servers/keyfold.ts";
import {
  keyfoldAccess,
  keyfoldFolders,
  keyfoldPages,
  keyfoldReads,
  keyfoldReadsIn,
} from "../servers/keyfold-targets.ts";
import { anyOf, folderOf, foldersOfNames, nameInFolder, secretName, thousand } from "../servers/secrets.ts";

const million = 1_000_000;
/** Of the million, so many have values that can be read: every hundredth. */
const readable = 10_000;
const step = million / readable;

/**
 * What a read costs among a million secrets, beside the same among a thousand, and the maximum memory that the server took for it. Both
 * servers are started anew once their secrets are there: what a process did before must not count as the number of its secrets.
 */
export async function measureNames(bench: Bench): Promise<Row[]> {
  const nameOfReadable = (index: number): string => nameInFolder(index * step);
  const few = await startKeyfold(bench, "among-a-thousand", thousand, { nameOf: nameInFolder });
  const many = await startKeyfold(bench, "among-a-million", readable, { nameOf: nameOfReadable });
  await few.restart();
  bench.print("filling a server with a million secrets");
  await many.restart(() => fill("fill-secrets", many, million, step));
  const reads = { few: keyfoldReads(few, thousand, nameInFolder), many: keyfoldReads(many, readable, nameOfReadable) };
  return measureEach(bench, {
    "reads among a million secrets": async () => {
      const loads = await loadsOf(bench, reads, { rounds: 24 });
      return [
        ...row(
          "a read among a million secrets",
          cost(loads.many),
          peerOf("among a thousand", cost(loads.few)),
          atMost(1.2),
        ),
        ...row("a read among a million secrets, CPU", cpu(loads.many), peerOf("among a thousand", cpu(loads.few))),
      ];
    },
    "folders among a million secrets": () => folderRows(bench, many),
    "lists of a million secrets": () => listRows(bench, few, many),
    "memory with a million secrets": async () => memoryRows(bench, many),
  });
}

/** What folders cost among a million names in ten thousand of them, four deep. */
async function folderRows(bench: Bench, server: RunningKeyfold): Promise<Row[]> {
  const folder = folderOf(0);
  const inFolder = (): number => foldersOfNames * anyOf(million / foldersOfNames);
  const { token } = await server.admin.openRun({ ttlSeconds: 3600, folder });
  const targets = {
    through: keyfoldReadsIn(server, token, () => secretName(inFolder())),
    without: keyfoldReadsIn(server, server.runToken, () => nameInFolder(inFolder())),
    page: keyfoldPages(server, folder),
    any: keyfoldPages(server),
  };
  const { through, without, page, any } = await loadsOf(bench, targets);
  const ofWholeList = peerOf("of the whole list", cost(any));
  return [
    ...row(
      "a read through a folder four deep, among a million",
      cost(through),
      peerOf("by its full name", cost(without)),
      atMost(1.3),
    ),
    ...row("a read through a folder four deep, CPU", cpu(through), peerOf("by its full name", cpu(without))),
    ...row("a page of a folder's list, among a million", cost(page), ofWholeList, atMost(1.3)),
  ];
}

/** What `access` and `folders` cost among a million names, one request at a time as a person asks, beside the same among a thousand. */
async function listRows(bench: Bench, few: RunningKeyfold, many: RunningKeyfold): Promise<Row[]> {
  const targets = {
    access: keyfoldAccess(many, nameInFolder(0)),
    accessOfFew: keyfoldAccess(few, nameInFolder(0)),
    folders: keyfoldFolders(many, "1"),
    foldersOfFew: keyfoldFolders(few, "0"),
  };
  const { access, accessOfFew, folders, foldersOfFew } = await loadsOf(bench, targets, { connections: 1 });
  const amongFew = peerOf("among a thousand", cost(accessOfFew));
  const ofFew = peerOf("a thousand", cost(foldersOfFew));
  return [
    ...row("access of a name, among a million", cost(access), amongFew, atMost(1.3)),
    ...row("the folders of a folder, a hundred thousand names in them", cost(folders), ofFew),
  ];
}

function memoryRows(bench: Bench, server: RunningKeyfold): Row[] {
  const memory = server.maxMemory();
  if (memory === undefined) bench.note("Left out: the server's memory, which is read from Linux's /proc");
  const figure = memory === undefined ? undefined : summarize([memory], "MB");
  return row("maximum memory of the server with a million", figure, undefined, within(300));
}
