import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "./bench.ts";
import { measureLocal } from "./local/measure-local.ts";
import { installNpmPeers } from "./peers/install-npm-peers.ts";
import { type Group, help, readOptions } from "./read-options.ts";
import type { Report, Row } from "./report/row.ts";
import { saveReport } from "./report/save-report.ts";
import { terminalTable } from "./report/terminal-table.ts";
import { measureServer } from "./server/measure-server.ts";

const options = readOptions(process.argv.slice(2));
if (options.help) process.stdout.write(help);
else await main();

async function main(): Promise<void> {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "keyfold-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const started = performance.now();
  const notes: string[] = [];
  const bench: Bench = {
    quick: options.quick,
    folder,
    npmPeers: await installNpmPeers(),
    say: (text) => process.stderr.write(`${Math.round((performance.now() - started) / 1000)} s  ${text}\n`),
    note: (text) => notes.push(text),
  };
  const measure: Record<Group, (bench: Bench) => Promise<Row[]>> = {
    local: measureLocal,
    server: measureServer,
    command: async () => [],
  };
  const rows: Row[] = [];
  for (const group of options.only) rows.push(...(await measure[group](bench)));
  const report: Report = {
    at: new Date().toISOString(),
    machine: {
      cores: cpus().length,
      processor: cpus()[0]?.model ?? "unknown",
      platform: `${process.platform} ${process.arch}`,
      node: process.versions.node,
    },
    quick: options.quick,
    rows,
    notes,
  };
  process.stdout.write(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : `\n${terminalTable(report)}\n`);
  if (options.save) saveReport(report);
}
