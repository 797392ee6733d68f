import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const project = join(import.meta.dirname, "../registry");
const cache = join(import.meta.dirname, "../node_modules/.cache");
const files = ["package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", "start.mjs"];

/** Installs the registry's program, and gives its folder. Several test files may ask at once: whoever is first is taken. */
export async function installRegistry(): Promise<string> {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(join(project, file)));
  const folder = join(cache, `registry-${hash.digest("hex").slice(0, 16)}`);
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  try {
    for (const file of files) cpSync(join(project, file), join(fresh, file));
    await run("npx", ["--yes", "pnpm@12", "--dir", fresh, "install", "--frozen-lockfile"], { cwd: fresh });
    renameSync(fresh, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return folder;
}
