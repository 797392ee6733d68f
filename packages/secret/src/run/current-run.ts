import { configuredServer } from "@keyfold/common/configured-server";
import { context } from "@keyfold/context";
import { NotInRunError } from "../secret-error.ts";
import type { Run } from "./run.ts";

let ofProcess: Run | undefined;

/** The run of the current scope, else the one that the process was started in. */
export function currentRun(): Run | undefined {
  const run = context.get("run")?.reveal();
  if (run) return run;
  const server = configuredServer(context.config);
  // A url of the folder's file is left out: the client has to judge it first.
  const url = server.isUrlOfFolder ? undefined : server.url;
  const token = server.isTokenOfFolder ? undefined : server.token;
  if (!token?.startsWith("keyfold_run_")) return undefined;
  // The same object each time: gets of one tick are gathered by it.
  if (ofProcess?.token !== token || ofProcess.url !== url) {
    ofProcess = { token, ended: false, ...(url === undefined ? {} : { url }) };
  }
  return ofProcess;
}

/** The error of a `get` outside a run. */
export function notInRun(name: string): NotInRunError {
  const { token, isTokenOfFolder } = configuredServer(context.config);
  const holds = token === undefined || isTokenOfFolder ? "holds no run's token" : "holds a person's token, not a run's";
  return new NotInRunError(
    `The secret ${JSON.stringify(name)} was asked for outside a run. It isn't in context.secrets, cloud.use_local_secrets is ` +
      `false, and this process ${holds}; a server gives values to runs alone.`,
    "Read it inside withRun(…), or start the program with: keyfold run -- COMMAND",
  );
}
