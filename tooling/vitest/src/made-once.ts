import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";

/**
 * A file or folder of a cache, which is made elsewhere and is whole once it is there. Several test files may ask at once: whoever is first is
 * taken.
 *
 * @param make - makes it in a fresh folder, and gives its path there: the folder's own, or of something in it.
 * @returns `path`.
 */
export async function madeOnce(path: string, make: (fresh: string) => Promise<string>): Promise<string> {
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const fresh = mkdtempSync(`${path}-`);
  try {
    renameSync(await make(fresh), path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return path;
}
