import { once } from "node:events";
import { configuredServer } from "@keyfold/common/configured-server";
import { formatError } from "@keyfold/common/error";
import { processEnvironment } from "@keyfold/common/process-environment";
import { loadConfig } from "@keyfold/config";
import { parseUses } from "../runs/plan.ts";
import { networkOf, warnOfUses } from "../runs/program-broker.ts";
import { Guard } from "../runs/secret-files.ts";
import { openServerRun } from "../runs/server-run.ts";
import { noServer, type ServerFlags, serverOfSecrets } from "../server/connect.ts";
import { CommandError, UsageError } from "../terminal/command-error.ts";
import { note, printResult } from "../terminal/print.ts";

export interface BrokerFlags extends ServerFlags {
  socket?: string;
  listen?: string;
  use?: string[];
  only?: boolean;
  /** Shapes of placeholders. */
  shapes?: string[];
  folder?: string;
  /** In seconds. */
  ttl: number;
  label?: string;
}

/**
 * Serves sessions until this process is told to end.
 *
 * @throws UsageError; CommandError where there is no server, or it can't listen.
 */
export async function startService(flags: BrokerFlags): Promise<void> {
  const uses = parseUses(flags.use ?? [], flags.shapes ?? []);
  if (uses.length === 0)
    throw new UsageError("There is nothing to use.", 'Say what: --use VAR="secret name@api.example.com"');
  const listen = addressOf(flags);
  const loaded = loadConfig();
  const server = await serverOfSecrets(loaded, flags);
  if (server === undefined) throw noServer(`A broker needs a server: ${configuredServer(loaded).reason}.`);
  const config = loadConfig({ overrides: { cloud: { use_local_secrets: false } } });
  const plan = {
    ...{ uses, allow: undefined, folder: flags.folder, label: flags.label, ttlSeconds: flags.ttl },
    json: flags.json === true,
  };
  await warnOfUses(plan);
  const report = (error: unknown): void => note(formatError(error), plan);
  const { startBrokerService } = await import("@keyfold/broker");
  const ended = Promise.race(["SIGINT", "SIGTERM"].map((signal) => once(process, signal)));
  const service = await startBrokerService({
    ...{ listen, uses, only: flags.only === true, report },
    ...networkOf(processEnvironment()),
    openRun: () => openServerRun(config, server, plan, new Guard()),
  }).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError("NOT_LISTENING", `The broker can't listen there: ${error.code}.`, "Choose another place.");
  });
  printResult(flags.json, { url: service.url }, () => `listening on ${service.url}`);
  await ended;
  await service.close();
}

function addressOf({ socket, listen }: BrokerFlags): { path: string } | { host: string; port: number } {
  if (socket !== undefined && listen === undefined) return { path: socket };
  const [, host = "", port = ""] = /^(.+):(\d{1,5})$/.exec(socket === undefined ? (listen ?? "") : "") ?? [];
  if (host !== "" && Number(port) < 65_536) return { host: host.replace(/^\[(.*)\]$/, "$1"), port: Number(port) };
  throw new UsageError("Where does the broker listen?", "Give --socket PATH, or --listen HOST:PORT.");
}
