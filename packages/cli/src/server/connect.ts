import { type Client, createClient } from "@keyfold/client";
import { type Config, loadConfig } from "@keyfold/config";
import { CommandError } from "../command-error.ts";
import { type ChosenServer, chosenServer } from "./chosen-server.ts";
import { httpFetch } from "./http-fetch.ts";

/** A client of the server that commands speak to. */
export interface Connected {
  readonly client: Client;
  readonly server: ChosenServer;
}

/**
 * Connects to the server of the configuration or of the last login. Nothing is sent yet.
 *
 * @throws CommandError with code NO_SERVER; ConfigError.
 */
export async function connect(config: Config = loadConfig()): Promise<Connected> {
  const server = await chosenServer(config);
  if (server === undefined) throw noServer();
  return { client: clientOf(config, server), server };
}

/** The client of a server, with the token that the configuration or a login has for it. */
export function clientOf(config: Config, { url, by }: ChosenServer): Client {
  // A URL of the configuration is left to the client, which knows whether it may be trusted.
  return createClient({ fetch: httpFetch, timeoutMs: timeoutOf(config), ...(by === "login" ? { url } : {}) });
}

/** The client that speaks for a run, to a server that `clientOf` has spoken to. */
export function clientOfRun(config: Config, url: string, token: string): Client {
  const allowInsecureHttp = config.get("cloud.allow_insecure_http") === true;
  return createClient({ fetch: httpFetch, timeoutMs: timeoutOf(config), allowInsecureHttp, url, token });
}

function timeoutOf(config: Config): number {
  return Number(config.get("cloud.request_timeout_seconds")) * 1000;
}

function noServer(): CommandError {
  return new CommandError(
    "NO_SERVER",
    "No server is configured, and there was no login to one.",
    "Log in with keyfold login URL, or set cloud.url and cloud.token in the configuration.",
  );
}
