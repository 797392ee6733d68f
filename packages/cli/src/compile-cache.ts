import { statSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { dirname, join } from "node:path";
import { userConfigPath } from "@keyfold/common/process-environment";

/**
 * Has Node keep what it compiles of this command beside the logins, and take it from there at the next start. It is code: nothing is kept where
 * that folder is not there yet, is somebody else's, or can be written to by others.
 */
export function keepCompiledCode(): void {
  const folder = dirname(userConfigPath());
  const stats = statSync(folder, { throwIfNoEntry: false });
  if (stats === undefined) return;
  const isOwn = process.getuid === undefined || (stats.uid === process.getuid() && (stats.mode & 0o022) === 0);
  // Not in Node 22.0.
  if (isOwn) enableCompileCache?.(join(folder, "cache"));
}
