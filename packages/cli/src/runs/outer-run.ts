import type { Config } from "@keyfold/config";
import type { ChosenServer } from "../server/chosen-server.ts";
import { clientOf } from "../server/connect.ts";
import { readFromServer } from "./read-from-server.ts";
import type { RunOfProgram } from "./run-of-program.ts";
import { runVariables } from "./run-variables.ts";

/** The run that keyfold was started in. Whoever opened it keeps it alive and ends it. */
export function outerRun(config: Config, server: ChosenServer, token: string): RunOfProgram {
  return {
    variables: runVariables(server.url, token),
    read: (names) => readFromServer(clientOf(config, server), names),
    end: async () => {},
  };
}
