import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { interleave } from "../interleave.ts";
import { peersFolder } from "../npm-peers.ts";
import { nodeProgram, type Program, printedNumber, wallTime } from "../program.ts";
import { summarize, type Unit } from "../report/figure.ts";
import { atMost, type Goal, peerOf, type Row, row } from "../report/row.ts";
import { sizeRows } from "./sizes.ts";

const programs = join(import.meta.dirname, "../../programs");

/** The configuration file of the page that Keyfold comes from. */
const seedFile = `[cloud]
use_local_secrets = true

[context.secrets]
KEY = "VALUE"
`;

/** What ours is compared with: how the table names it, the program that shows it, and the goal. */
type Beside = readonly [name: string, program: string, goal?: Goal];

/** The rows of configuration and context: they need no server. */
export async function measureLocal({ quick, folder, npmPeersMissing }: Bench): Promise<Row[]> {
  const file = join(folder, "config.toml");
  writeFileSync(file, seedFile, { mode: 0o600 });
  // node-config takes a folder, and this name in it.
  copyFileSync(file, join(folder, "default.toml"));
  const env = { NODE_CONFIG_DIR: folder, SUPPRESS_NO_CONFIG_WARNING: "1" };
  const isOfNpm = (name: string): boolean => name.startsWith("peers/");
  const programOf = (name: string): Program =>
    isOfNpm(name)
      ? nodeProgram(join(peersFolder, name.replace("peers", "programs")), [file], { cwd: peersFolder, env })
      : nodeProgram(join(programs, name), [file]);
  const rows = async (
    measure: (program: Program) => number,
    unit: Unit,
    rounds: number,
    what: string,
    program: string,
    ...besides: readonly Beside[]
  ): Promise<Row[]> => {
    const all = [program, ...besides.map(([, each]) => each)];
    const there = all.filter((each) => npmPeersMissing === undefined || !isOfNpm(each));
    const measurements = there.map((each) => [each, () => measure(programOf(each))] as const);
    const samples = await interleave<string, number>(Object.fromEntries(measurements), rounds);
    const figure = (each: string) => samples[each] && summarize(samples[each], unit);
    return besides.flatMap(([name, each, goal]) =>
      row(what, figure(program), peerOf(name, figure(each), npmPeersMissing), goal),
    );
  };
  const startUp = rows.bind(undefined, wallTime, "ms", quick ? 15 : 40);
  const warm = rows.bind(undefined, printedNumber, "ns", quick ? 3 : 7);
  return [
    ...(await startUp(
      "a process that loads one file",
      "load-config.mjs",
      ["smol-toml alone", "parse-with-smol-toml.mjs", atMost(1.08)],
      ["bare Node", "nothing.mjs"],
      ["c12", "peers/load-with-c12.mjs"],
      ["convict", "peers/load-with-convict.mjs"],
      ["node-config", "peers/load-with-node-config.mjs"],
    )),
    ...(await warm(
      "loadConfig, warm",
      "warm-load-config.mjs",
      ["c12", "peers/warm-c12.mjs", atMost(0.1)],
      ["smol-toml alone", "warm-smol-toml.mjs"],
    )),
    ...(await warm("context.run", "context-run.mjs", ["AsyncLocalStorage run", "storage-run.mjs", atMost(2)])),
    ...(await warm("context.secrets.KEY", "context-secret.mjs", [
      "AsyncLocalStorage getStore",
      "storage-get-store.mjs",
      atMost(10),
    ])),
    ...(await sizeRows()),
  ];
}
