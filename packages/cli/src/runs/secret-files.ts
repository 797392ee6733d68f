import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { processEnvironment } from "@keyfold/common/process-environment";
import type { Guard } from "./guard.ts";

/** Files that hold values for one program. */
export interface SecretFiles {
  /** Writes a file that only this user can read, and gives its path. */
  write(name: string, content: string): string;
  /** Writes a file anew; whoever reads it meanwhile reads all of the one or the other. */
  replace(name: string, content: string): void;
  /** Removes them all. */
  remove(): void;
}

/**
 * Creates a folder that only this user can read, in memory where the system allows that. It is removed when this process
 * ends, even if it is killed.
 */
export function openSecretFiles(guard: Guard): SecretFiles {
  const folder = makeFolder();
  const forget = guard.removes(folder);
  return {
    write(name, content) {
      const file = join(folder, name);
      writeFileSync(file, content, { mode: 0o600, flag: "wx" });
      return file;
    },
    replace(name, content) {
      const next = join(folder, `.${name}`);
      writeFileSync(next, content, { mode: 0o600 });
      renameSync(next, join(folder, name));
    },
    remove() {
      rmSync(folder, { recursive: true, force: true });
      forget();
    },
  };
}

/** A new folder that only this user can read, in memory where the system allows that. */
export function makeFolder(): string {
  const folders = ["/dev/shm", processEnvironment().XDG_RUNTIME_DIR, tmpdir()];
  for (const parent of folders.filter((one) => one !== undefined && one !== "")) {
    try {
      return mkdtempSync(join(String(parent), "keyfold-run-"));
    } catch (error) {
      if (parent === folders.at(-1)) throw error;
    }
  }
  throw new Error("There is no folder for temporary files.");
}
