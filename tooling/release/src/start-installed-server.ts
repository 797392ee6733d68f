import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { initServer, type RunningServer, startOver } from "@tooling/vitest/keyfold-server";

/**
 * Starts the `keyfold-server` that a project has installed, over a new data folder inside the project.
 *
 * @param settings - further variables.
 */
export async function startInstalledServer(
  project: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningServer> {
  const command = [process.execPath, join(project, "node_modules/.bin/keyfold-server")] as const;
  const options = { command, cwd: project, env: { HOME: project, ...settings } };
  return startOver(await initServer(join(mkdtempSync(join(project, "data-")), "data"), options), [], options);
}
