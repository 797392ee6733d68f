import { formatError } from "@keyfold/common/error";
import type { Config } from "@keyfold/config";
import { type ChosenServer, chosenServer } from "../server/chosen-server.ts";
import { clientOf } from "../server/connect.ts";
import { roleOf } from "../server/role-of.ts";
import type { Finding } from "./finding.ts";

/** Whether the server of keyfold's commands answers, and what the token may do there. */
export async function checkServer(config: Config): Promise<Finding[]> {
  const server = await chosenServer(config);
  if (server === undefined) {
    return [{ state: "note", text: "No server is configured, and there was no login to one." }];
  }
  const from = server.by === "login" ? "the last login" : "the configuration";
  const chosen: Finding = { state: "note", text: `keyfold's commands go to ${server.url}, by ${from}.` };
  return [chosen, await tryToken(config, server)];
}

async function tryToken(config: Config, server: ChosenServer): Promise<Finding> {
  try {
    const role = await roleOf(clientOf(config, server));
    const ofRun = String(config.get("cloud.token")).startsWith("keyfold_run_");
    const who = ofRun ? "a live run's" : `of the role ${role}`;
    return { state: "good", text: `${server.url} answers; the token is ${who}.` };
  } catch (error) {
    return { state: "bad", text: formatError(error) };
  }
}
