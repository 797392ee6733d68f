import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const cache = join(import.meta.dirname, "../../../node_modules/.cache");

/**
 * A Python with packages from PyPI, installed into the repository's cache. Several test files may ask at once: whoever is
 * first is taken.
 *
 * @param name - of the folder in the cache.
 */
export async function installPython(name: string, requirements: readonly string[]): Promise<string> {
  const folder = join(cache, name);
  const python = join(folder, "bin/python");
  if (existsSync(folder)) return python;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  try {
    const run = promisify(execFile);
    await run("python3", ["-m", "venv", fresh]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    await run(join(fresh, "bin/python"), [...pip, ...requirements]);
    if (!existsSync(folder)) renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return python;
}
