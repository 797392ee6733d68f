import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Writes a master key's file, readable by its owner alone and on the disk when this returns. Throws `EEXIST` for a file
 * that is there, unless it may be replaced.
 */
export function writeKeyFile(file: string, text: string, { replace = false }: { replace?: boolean } = {}): void {
  if (replace) rmSync(file, { force: true });
  const handle = openSync(file, "wx", 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  syncFolderOf(file);
}

/** Puts a new or renamed file's name on the disk. */
export function syncFolderOf(file: string): void {
  const folder = openSync(dirname(file), "r");
  fsyncSync(folder);
  closeSync(folder);
}
