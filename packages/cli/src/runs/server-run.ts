import type { Config } from "@keyfold/config";
import type { ChosenServer } from "../server/chosen-server.ts";
import { clientOf, clientOfRun } from "../server/connect.ts";
import { keepAlive } from "./keep-alive.ts";
import { readFromServer } from "./read-from-server.ts";
import type { RunOfProgram } from "./run-of-program.ts";
import { runVariables } from "./run-variables.ts";
import type { Wishes } from "./wishes.ts";

/** How long the end of a run may hold up the end of keyfold. */
const endingMs = 5000;

/** Opens a run and keeps it alive until `end`. */
export async function serverRun(config: Config, server: ChosenServer, wishes: Wishes): Promise<RunOfProgram> {
  const { allow, label, ttlSeconds } = wishes;
  const { id, token } = await clientOf(config, server).openRun({
    ttlSeconds,
    ...(allow === undefined ? {} : { allow: [...allow] }),
    ...(label === undefined ? {} : { label }),
  });
  // From here on the run speaks for itself: the token that opened it is not needed again.
  const client = clientOfRun(config, server.url, token);
  const stop = keepAlive(client, { id, ttlSeconds });
  return {
    variables: runVariables(server.url, token),
    read: (names) => readFromServer(client, names),
    end: async () => {
      stop();
      await client.endRun({ id }, { timeoutMs: endingMs });
    },
  };
}
