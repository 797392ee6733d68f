import { rmSync } from "node:fs";
import { createClient } from "@keyfold/client";
import { formatError } from "@keyfold/common/error";
import { saysRunIsOver } from "@keyfold/common/lasting-run";
import type { Environment } from "@keyfold/common/process-environment";
import { readState, warn } from "./workflow.ts";

/** Whether the main step was started before: it says so first of all. */
export function isPostStep(env: Environment): boolean {
  return readState(env, "step") !== "";
}

/** The post step: removes the files and ends the run. One that can't be ended now ends by itself, and fails no job that is done. */
export async function postStep(env: Environment): Promise<void> {
  const [url, id, token, folder] = ["url", "run", "token", "folder"].map((name) => readState(env, name));
  if (folder) rmSync(folder, { recursive: true, force: true });
  if (!url || !id || !token) return;
  try {
    await createClient({ url, token }).endRun({ id });
  } catch (error) {
    if (!saysRunIsOver(error)) warn(`The run could not be ended. ${formatError(error)}`);
  }
}
