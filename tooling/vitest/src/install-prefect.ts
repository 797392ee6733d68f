import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const cache = join(import.meta.dirname, "../../../node_modules/.cache");

/** Prefect's releases whose clients are tried, with what they need of the packages that moved on since. */
const requirements = { "0.7.0": ["prefect==0.7.0", "urllib3<2"], "1.4.1": ["prefect==1.4.1"] } as const;

export type PrefectVersion = keyof typeof requirements;

/**
 * A Python with an unmodified Prefect, installed from PyPI into the repository's cache. Several test files may ask at
 * once: whoever is first is taken.
 */
export async function installPrefect(version: PrefectVersion): Promise<string> {
  const folder = join(cache, `prefect-${version}`);
  const python = join(folder, "bin/python");
  if (existsSync(folder)) return python;
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(`${folder}-`);
  try {
    const run = promisify(execFile);
    await run("python3", ["-m", "venv", fresh]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    await run(join(fresh, "bin/python"), [...pip, ...requirements[version]]);
    if (!existsSync(folder)) renameSync(fresh, folder);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return python;
}
