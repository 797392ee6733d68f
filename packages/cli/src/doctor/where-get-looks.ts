import type { Config } from "@keyfold/config";
import { describeOrigin } from "../configuration/describe-origin.ts";

/** One line: where a `get` would look now, and why; by the rules of `Secret#get`. */
export function whereGetLooks(config: Config): string {
  const local = config.get("cloud.use_local_secrets") !== false;
  const flag = `cloud.use_local_secrets is ${local} (${describeOrigin(config.origin("cloud.use_local_secrets"))})`;
  if (local) return `A get looks in context.secrets alone: ${flag}.`;
  const url = String(config.get("cloud.url"));
  const token = String(config.get("cloud.token"));
  const from = describeOrigin(config.origin("cloud.token"));
  if (token.startsWith("keyfold_run_")) {
    return `A get looks in context.secrets, then at ${url}, in the run whose token is in cloud.token (${from}): ${flag}.`;
  }
  return (
    `A get looks in context.secrets, then is refused unless it is inside withRun, which asks ${url}: ${flag}, and ` +
    `${token === "" ? "cloud.token is empty" : `cloud.token (${from}) is not a run's`}. keyfold run opens a run.`
  );
}
