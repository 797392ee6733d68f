import type { Config } from "@keyfold/config";
import { type ChosenServer, isSet } from "./chosen-server.ts";

/**
 * Whether `keyfold run` and `keyfold types` stay away from the server: cloud.use_local_secrets is true because somebody
 * set it, or because nobody did and there is no server.
 */
export function secretsAreLocal(config: Config, server: ChosenServer | undefined): boolean {
  if (config.get("cloud.use_local_secrets") === false) return false;
  return isSet(config, "cloud.use_local_secrets") || server === undefined;
}
