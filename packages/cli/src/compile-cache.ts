import { statSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { homeFolder, processEnvironment } from "@keyfold/common/process-environment";

/**
 * Has Node keep what it compiles of this command in ~/.keyfold, and take it from there at the next start. It is code: nothing is kept where that
 * folder is not there yet, is somebody else's, or can be written to by others, nor beside KEYFOLD_CONFIG, which may be in a repository.
 */
export function keepCompiledCode(): void {
  const folder = join(homeFolder(processEnvironment()), ".keyfold");
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return;
  const isOwn = process.getuid === undefined || (stats.uid === process.getuid() && (stats.mode & 0o022) === 0);
  // Not in Node 22.0.
  if (isOwn) enableCompileCache?.(join(folder, "cache"));
}
