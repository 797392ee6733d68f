import { copyFileSync, globSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";

const here = join(import.meta.dirname, "..");

/** A new folder in which our packages, as built, and the libraries of the pages can be imported, with what `examples/` has. */
export function readerFolder(): string {
  const folder = temporaryFolder();
  symlinkSync(join(here, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  for (const file of globSync("*.ts", { cwd: join(here, "examples") })) {
    copyFileSync(join(here, "examples", file), join(folder, file));
  }
  return folder;
}
