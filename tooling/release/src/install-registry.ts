import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { madeOnce } from "@tooling/vitest/made-once";

const run = promisify(execFile);
const project = join(import.meta.dirname, "../registry");
const cache = join(import.meta.dirname, "../node_modules/.cache");
const files = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "start.mjs"];

/** Installs the registry's program, and gives its folder. */
export function installRegistry(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(join(project, file)));
  return madeOnce(join(cache, `registry-${hash.digest("hex").slice(0, 16)}`), async (fresh) => {
    for (const file of files) cpSync(join(project, file), join(fresh, file));
    await run("npx", ["--yes", "pnpm@12", "--dir", fresh, "install", "--frozen-lockfile"], { cwd: fresh });
    return fresh;
  });
}
