import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "./bench.ts";
import { measureCommand } from "./command/measure-command.ts";
import { measureLocal } from "./local/measure-local.ts";
import { installNpmPeers } from "./peers/install-npm-peers.ts";
import type { Group, Options } from "./read-options.ts";
import { reportJson, reportMarkdown, writeIntoPage } from "./report/report.ts";
import type { Report, Row } from "./report/row.ts";
import { measureServer } from "./server/measure-server.ts";
import { profileServer } from "./server/profile-server.ts";

const page = join(import.meta.dirname, "../../../docs/benchmark.md");

const measure: Record<Group, (bench: Bench) => Promise<Row[]>> = {
  local: measureLocal,
  server: measureServer,
  command: measureCommand,
};

/** Measures what was asked for, prints it and saves it. Nothing of it is left running, also when it is interrupted. */
export async function runBench({ quick, profile, json, save, only }: Options): Promise<void> {
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
  const bench: Bench = { quick, folder, npmPeers, running, print, note: (text) => notes.push(text) };
  if (profile) {
    process.stdout.write(`\n${await profileServer(bench)}\n`);
    return;
  }
  const rows: Row[] = [];
  for (const group of only) rows.push(...(await measure[group](bench)));
  const report: Report = { at: new Date().toISOString(), machine: machine(), quick, rows, notes };
  process.stdout.write(json ? reportJson(report) : `\n${reportMarkdown(report)}`);
  if (save) writeFileSync(page, writeIntoPage(readFileSync(page, "utf8"), reportMarkdown(report)));
}

function machine(): Report["machine"] {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? "unknown",
    platform: `${process.platform} ${process.arch}`,
    node: process.versions.node,
  };
}
