import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";
import { root } from "./published-packages.ts";

// Asks the registry that pnpm is set to for known vulnerabilities in what our packages install; it fails also if the
// registry does not say. With --offline it does not ask.

const { offline } = parseArgs({ options: { offline: { type: "boolean" } } }).values;

if (offline) {
  process.stdout.write("\nNOT CHECKED, because of --offline: known vulnerabilities in what the packages install.\n");
} else {
  const { status, stdout, stderr, error } = spawnSync("pnpm", ["--filter", "./packages/*", "audit", "--prod"], {
    cwd: root,
    encoding: "utf8",
  });
  if (error) throw error;
  if (status === 0) {
    process.stdout.write("No known vulnerability in what the packages install.\n");
  } else {
    const refused = stderr.includes("ERR_PNPM_AUDIT_") || stdout.includes("ERR_PNPM_AUDIT_");
    const tip = "The registry does not answer audits: set another, or leave the audit out with --offline.\n";
    process.stdout.write(`${stdout}${stderr}${refused ? tip : ""}`);
    process.exitCode = 1;
  }
}
