import { type Client, createClient } from "@keyfold/client";
import { type Config, loadConfig } from "@keyfold/config";
import { CommandError } from "../command-error.ts";
import { type ChosenServer, chosenServer, isSet } from "./chosen-server.ts";
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
  const options = { fetch: httpFetch, timeoutMs: timeoutOf(config) };
  if (by === "login") return createClient({ ...options, url });
  // Otherwise the client itself finds out which URL may be trusted with which token, and whose logins there are.
  if (!isOfEnvironment(config)) return createClient(options);
  return createClient({ ...options, url, token: String(config.get("cloud.token")) });
}

/** Whether the environment sets all there is to know of the server, as it does for a service; no file has a say in it. */
function isOfEnvironment(config: Config): boolean {
  const set = ["cloud.url", "cloud.token"].map((key) => config.origin(key));
  return (
    set.every((origin) => typeof origin === "object" && origin.kind === "env") &&
    !isSet(config, "cloud.allow_insecure_http")
  );
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
