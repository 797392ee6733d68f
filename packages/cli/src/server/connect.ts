import { type Client, createClient } from "@keyfold/client";
import { type Config, loadConfig } from "@keyfold/config";
import { CommandError } from "../terminal/command-error.ts";
import { type ChosenServer, chooseServer, isSet } from "./choose-server.ts";
import { httpFetch } from "./http-fetch.ts";

/** A client of the server that commands go to. */
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
  const server = await chooseServer(config);
  if (server === undefined) {
    throw new CommandError(
      "NO_SERVER",
      "No server is configured, and there was no login to one.",
      "Log in with keyfold login URL, or set cloud.url and cloud.token in the configuration.",
    );
  }
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

/** The client of a server with a token that is given: a run's, or one that is not saved yet. */
export function clientWith(config: Config, url: string, token: string): Client {
  const allowInsecureHttp = config.get("cloud.allow_insecure_http") === true;
  return createClient({ fetch: httpFetch, timeoutMs: timeoutOf(config), allowInsecureHttp, url, token });
}

/** Whether the environment sets all there is to know of the server, as it does for a service; no file has a say in it. */
function isOfEnvironment(config: Config): boolean {
  const set = ["cloud.url", "cloud.token"].map((key) => config.origin(key));
  return set.every((origin) => origin?.kind === "variable") && !isSet(config, "cloud.allow_insecure_http");
}

function timeoutOf(config: Config): number {
  return Number(config.get("cloud.request_timeout_seconds")) * 1000;
}
