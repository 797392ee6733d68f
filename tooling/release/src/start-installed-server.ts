import { join } from "node:path";
import { initServer, type RunningServer, startOver } from "@tooling/vitest/keyfold-server";

/** Starts the `keyfold-server` that a project has installed, over a new data folder inside the project. */
export async function startInstalledServer(project: string): Promise<RunningServer> {
  const command = [process.execPath, join(project, "node_modules/.bin/keyfold-server")] as const;
  const options = { command, cwd: project, env: { HOME: project } };
  return startOver(await initServer(join(project, "data"), options), [], options);
}
