import { type Client, createClient } from "@keyfold/client";
import { type Config, loadConfig } from "@keyfold/config";
import { CommandError } from "../terminal/command-error.ts";
import { type ChosenServer, chooseServer } from "./choose-server.ts";
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
  return createClient({ fetch: httpFetch, config, ...(by === "login" ? { url } : {}) });
}

/** The client of a server with a token that is given: a run's, or one that is not saved yet. */
export function clientWith(config: Config, url: string, token: string): Client {
  return createClient({ fetch: httpFetch, config, url, token });
}
