import { spawnSync } from "node:child_process";
import { join } from "node:path";

// Asks the registry that npm is set to for known vulnerabilities in what our packages install. Not every registry
// answers: then it says so, and the check goes on.

const root = join(import.meta.dirname, "../../..");
const args = ["--yes", "pnpm@12", "--filter", "./packages/*", "audit", "--prod"];
const { status, stdout, stderr } = spawnSync("npx", args, { cwd: root, encoding: "utf8" });
const printed = `${stdout}${stderr}`;
if (status === 0) {
  process.stdout.write("No known vulnerability in what the packages install.\n");
} else if (/ERR_PNPM_AUDIT_(BAD_RESPONSE|ENDPOINT_NOT_EXISTS)/.test(printed)) {
  const answer = /responded with (\d+)/.exec(printed)?.[1];
  process.stdout.write(
    `Vulnerabilities: NOT CHECKED, the registry does not answer audits (${answer ?? "no answer"}).\n`,
  );
} else {
  process.stdout.write(printed);
  process.exitCode = 1;
}
