import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const root: string = join(import.meta.dirname, "../../..");

/** The names of the packages that are published. */
export const publishedPackages: string[] = globSync("packages/*/package.json", { cwd: root })
  .sort()
  .map((file) => JSON.parse(readFileSync(join(root, file), "utf8")) as { name: string; private?: boolean })
  .filter((manifest) => manifest.private !== true)
  .map(({ name }) => name);
