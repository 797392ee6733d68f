import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { attempt, type Bench } from "./bench.ts";
import { measureBroker } from "./broker/measure-broker.ts";
import { measureCommand } from "./command/measure-command.ts";
import { measureConsole } from "./console/measure-console.ts";
import { loadGenerator } from "./load/load.ts";
import { measureLocal } from "./local/measure-local.ts";
import { installNpmPeers } from "./peers/install-npm-peers.ts";
import type { Group, Options } from "./read-options.ts";
import { reportJson, reportMarkdown, writeIntoPage } from "./report/report.ts";
import type { Report, Row } from "./report/row.ts";
import { logRows } from "./server/log-rows.ts";
import { measurePostgres } from "./server/measure-postgres.ts";
import { measureServer } from "./server/measure-server.ts";
import { millionRows } from "./server/million-rows.ts";
import { profileServer } from "./server/profile-server.ts";

const page = join(import.meta.dirname, "../../../docs/benchmark.md");

interface Section {
  readonly title: string;
  readonly measure: (bench: Bench) => Promise<Row[]>;
  /** Whether its rows need the load generator of `peers/` or a peer of it. */
  readonly needsPeers?: boolean;
  /** Whether `--quick` leaves it out. */
  readonly isLong?: boolean;
}

const sections: Record<Group, Section> = {
  local: { title: "configuration and context", measure: measureLocal },
  server: { title: "the server", measure: measureServer, needsPeers: true },
  postgres: { title: "PostgreSQL", measure: measurePostgres, needsPeers: true },
  names: { title: "a million secrets", measure: millionRows, needsPeers: true, isLong: true },
  log: { title: "a long audit log", measure: logRows, needsPeers: true, isLong: true },
  broker: { title: "the broker", measure: measureBroker },
  console: { title: "the console", measure: measureConsole },
  command: { title: "the command", measure: measureCommand },
};

/** Measures what was asked for, prints it and saves it. Nothing of it is left running, also when it is interrupted. */
export async function runBench({ quick, profile, json, save, only, logRows: rows }: Options): Promise<void> {
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
  const npmPeers = await installNpmPeers(print);
  const bench: Bench = { quick, logRows: rows, folder, npmPeers, running, print, note: (text) => notes.push(text) };
  if (profile) {
    process.stdout.write(`\n${await profileServer(bench)}\n`);
    return;
  }
  const measured: Row[] = [];
  for (const group of only) measured.push(...(await sectionRows(bench, sections[group])));
  const report: Report = { at: new Date().toISOString(), machine: machine(), quick, rows: measured, notes };
  process.stdout.write(json ? reportJson(report) : `\n${reportMarkdown(report)}`);
  if (save) writeFileSync(page, writeIntoPage(readFileSync(page, "utf8"), reportMarkdown(report)));
}

/** The rows of a section; one that fails leaves the others alone. */
async function sectionRows(bench: Bench, { title, measure, needsPeers, isLong }: Section): Promise<Row[]> {
  if (isLong && bench.quick) {
    bench.note(`Left out by --quick: ${title}`);
    return [];
  }
  if (needsPeers && bench.npmPeers !== undefined) {
    bench.note(`Left out: ${title}, because the load generator is missing (${bench.npmPeers})`);
    return [];
  }
  return attempt(bench, title, () => measure(bench));
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
