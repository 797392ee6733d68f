import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { type Bench, measureEach } from "./bench.ts";
import { loadGenerator } from "./load/load.ts";
import { installNpmPeers } from "./npm-peers.ts";
import type { Group, Options } from "./options.ts";
import { profileServer } from "./profile/profile-server.ts";
import { reportJson, reportMarkdown, writeIntoPage } from "./report/report.ts";
import type { Report, Row } from "./report/row.ts";
import { measureBroker } from "./rows/broker.ts";
import { measureCommand } from "./rows/command.ts";
import { measureConsole } from "./rows/console.ts";
import { measureLocal } from "./rows/local.ts";
import { measureLog } from "./rows/log.ts";
import { measureNames } from "./rows/names.ts";
import { measurePostgres } from "./rows/postgres.ts";
import { measureServer } from "./rows/server.ts";

const page = join(import.meta.dirname, "../../../docs/benchmark.md");

const measures: Record<Group, (bench: Bench) => Promise<Row[]>> = {
  local: measureLocal,
  server: measureServer,
  postgres: measurePostgres,
  names: measureNames,
  log: measureLog,
  broker: measureBroker,
  console: measureConsole,
  command: measureCommand,
};

/** What `--quick` leaves out. */
const long: Partial<Record<Group, string>> = { names: "a million secrets", log: "a long audit log" };

/** Measures what was asked for, prints it and saves it. Nothing of it is left running, also when it is interrupted. */
export async function runBench({ quick, profile, json, save, only, logRows }: Options): Promise<void> {
  await using running = new AsyncDisposableStack();
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-bench-"));
  running.defer(() => rmSync(folder, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void running.disposeAsync().finally(() => process.exit(1)));
  }
  const started = performance.now();
  const print = (text: string): void => {
    process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s  ${text}\n`);
  };
  print("Installing the peers, unless they are there");
  const notes: string[] = [];
  const npmPeersMissing = await installNpmPeers(print);
  const bench: Bench = { quick, logRows, folder, npmPeersMissing, running, print, note: (text) => notes.push(text) };
  if (profile) {
    process.stdout.write(`\n${await profileServer(bench)}\n`);
    return;
  }
  const rows: Row[] = [];
  for (const group of only) {
    if (quick && long[group] !== undefined) bench.note(`Left out by --quick: ${long[group]}`);
    else rows.push(...(await measureEach(bench, { [group]: () => measureGroup(bench, group) })));
  }
  const report: Report = { at: new Date().toISOString(), machine: machine(), quick, rows, notes };
  process.stdout.write(json ? reportJson(report) : `\n${reportMarkdown(report)}`);
  if (save) writeFileSync(page, writeIntoPage(readFileSync(page, "utf8"), reportMarkdown(report)));
}

/** The rows of a group; what it started has stopped then. */
async function measureGroup(bench: Bench, group: Group): Promise<Row[]> {
  await using running = bench.running.use(new AsyncDisposableStack());
  return await measures[group]({ ...bench, running });
}

function machine(): Report["machine"] {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? "unknown",
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    load: loadGenerator(),
  };
}
