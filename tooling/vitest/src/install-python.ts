import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { madeOnce } from "./made-once.ts";

const run = promisify(execFile);
const cache = join(import.meta.dirname, "../../../node_modules/.cache");

/**
 * A Python with packages from PyPI, installed into the repository's cache.
 *
 * @param name - of the folder in the cache.
 */
export async function installPython(name: string, requirements: readonly string[]): Promise<string> {
  const folder = await madeOnce(join(cache, name), async (fresh) => {
    await run("python3", ["-m", "venv", fresh]);
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
    await run(join(fresh, "bin/python"), [...pip, ...requirements]);
    return fresh;
  });
  return join(folder, "bin/python");
}
