import type { Config } from "@keyfold/config";
import { CommandError } from "../command-error.ts";
import { describeOrigin } from "../configuration/describe-origin.ts";
import { chosenServer } from "../server/chosen-server.ts";
import { secretsAreLocal } from "../server/secrets-are-local.ts";
import { note } from "../terminal/print.ts";
import { localRun } from "./local-run.ts";
import type { RunOfProgram } from "./run-of-program.ts";
import type { Wishes } from "./wishes.ts";

/**
 * Opens a run for a program; takes the run that keyfold was itself started in; or none, where secrets are local.
 *
 * @throws ClientError with the server's or the client's code.
 */
export async function openRunFor(config: Config, wishes: Wishes): Promise<RunOfProgram> {
  const server = await chosenServer(config);
  if (server === undefined || secretsAreLocal(config, server)) {
    if (wishes.allow) {
      const origin = describeOrigin(config.origin("cloud.use_local_secrets"));
      note(`no run was opened and --allow limits nothing: cloud.use_local_secrets is true (${origin}).`);
    }
    return localRun;
  }
  const token = String(config.get("cloud.token"));
  if (token.startsWith("keyfold_run_")) {
    if (wishes.allow) throw alreadyInRun();
    const { outerRun } = await import("./outer-run.ts");
    return outerRun(config, server, token);
  }
  const { serverRun } = await import("./server-run.ts");
  return serverRun(config, server, wishes);
}

function alreadyInRun(): CommandError {
  return new CommandError(
    "ALREADY_IN_RUN",
    "This is a run already, and it can't be narrowed to --allow.",
    "Give --allow where the outer run is opened, or leave it out here.",
  );
}
