import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Availability, Bench } from "../bench.ts";
import type { Unit } from "../measuring/figure.ts";
import { summarize } from "../measuring/figure.ts";
import { interleave } from "../measuring/interleave.ts";
import { peersFolder } from "../peers/install-npm-peers.ts";
import { nodeProgram, type Program, printedNumber, wallTime } from "../processes/program.ts";
import { atMost, type Goal, type Peer, type Row } from "../report/row.ts";
import { sizeRows } from "./size-rows.ts";

const programs = join(import.meta.dirname, "../../programs");

/** The configuration file of the page that Keyfold comes from. */
const seedFile = `[cloud]
use_local_secrets = true

[context.secrets]
KEY = "VALUE"
`;

/** The rows of configuration and context: they need no server. */
export async function measureLocal(bench: Bench): Promise<Row[]> {
  const file = join(bench.folder, "config.toml");
  writeFileSync(file, seedFile, { mode: 0o600 });
  // node-config takes a folder, and this name in it.
  copyFileSync(file, join(bench.folder, "default.toml"));
  const ours = (name: string): Program => nodeProgram(join(programs, `${name}.mjs`), [file]);
  const theirs = (name: string): Program =>
    nodeProgram(join(peersFolder, "programs", `${name}.mjs`), [file], {
      cwd: peersFolder,
      env: { NODE_CONFIG_DIR: bench.folder, SUPPRESS_NO_CONFIG_WARNING: "1" },
    });
  return [
    ...(await startUpRows(bench, ours, theirs)),
    ...(await warmRows(bench, ours, theirs)),
    ...(await scopeRows(bench, ours)),
    ...(await sizeRows()),
  ];
}

type Named = (name: string) => Program;

async function startUpRows({ quick, print, npmPeers }: Bench, ours: Named, theirs: Named): Promise<Row[]> {
  print("Processes that load one file");
  const timed = (program: Program) => () => wallTime(program);
  const samples = await interleave(
    {
      "@keyfold/config": timed(ours("load-config")),
      "smol-toml alone": timed(ours("parse-with-smol-toml")),
      "bare Node": timed(ours("nothing")),
      ...(npmPeers === undefined && {
        c12: timed(theirs("load-with-c12")),
        convict: timed(theirs("load-with-convict")),
        "node-config": timed(theirs("load-with-node-config")),
      }),
    },
    quick ? 15 : 40,
  );
  const what = "a process that loads one file";
  const loaded = summarize(samples["@keyfold/config"], "ms");
  const row = (peer: Peer, goal?: Goal): Row => ({ group: "local", what, ours: loaded, peer, ...(goal && { goal }) });
  const fromNpm = (name: "c12" | "convict" | "node-config"): Row => row(peerOf(name, samples[name], "ms", npmPeers));
  return [
    row(peerOf("smol-toml alone", samples["smol-toml alone"], "ms", undefined), atMost(1.08)),
    row(peerOf("bare Node", samples["bare Node"], "ms", undefined)),
    fromNpm("c12"),
    fromNpm("convict"),
    fromNpm("node-config"),
  ];
}

async function warmRows({ quick, print, npmPeers }: Bench, ours: Named, theirs: Named): Promise<Row[]> {
  print("loadConfig in a warm process");
  const printed = (program: Program) => () => printedNumber(program);
  const samples = await interleave(
    {
      "@keyfold/config": printed(ours("warm-load-config")),
      "smol-toml alone": printed(ours("warm-smol-toml")),
      ...(npmPeers === undefined && { c12: printed(theirs("warm-c12")) }),
    },
    quick ? 3 : 7,
  );
  const warm = { group: "local", what: "loadConfig, warm", ours: summarize(samples["@keyfold/config"], "ns") } as const;
  return [
    { ...warm, peer: peerOf("c12", samples.c12, "ns", npmPeers), goal: atMost(0.1) },
    { ...warm, peer: peerOf("smol-toml alone", samples["smol-toml alone"], "ns", undefined) },
  ];
}

async function scopeRows({ quick, print }: Bench, ours: Named): Promise<Row[]> {
  print("Scopes");
  const printed = (name: string) => () => printedNumber(ours(name));
  const samples = await interleave(
    {
      "context-run": printed("context-run"),
      "storage-run": printed("storage-run"),
      "context-secret": printed("context-secret"),
      "storage-get-store": printed("storage-get-store"),
    },
    quick ? 3 : 7,
  );
  const row = (what: string, ours: number[], name: string, theirs: number[], bound: number): Row => ({
    group: "local",
    what,
    ours: summarize(ours, "ns"),
    peer: { name: `AsyncLocalStorage ${name}`, figure: summarize(theirs, "ns") },
    goal: atMost(bound),
  });
  return [
    row("context.run", samples["context-run"], "run", samples["storage-run"], 2),
    row("context.secrets.KEY", samples["context-secret"], "getStore", samples["storage-get-store"], 10),
  ];
}

/** What was measured of a peer; without a sample, why it is missing. */
function peerOf(name: string, samples: readonly number[] | undefined, unit: Unit, missing: Availability): Peer {
  if (missing !== undefined) return { name, missing };
  return { name, figure: summarize(samples ?? [], unit) };
}
