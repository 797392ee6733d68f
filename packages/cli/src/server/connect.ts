import type { Client } from "@keyfold/client";
import { configuredServer } from "@keyfold/common/configured-server";
import { httpFetch } from "@keyfold/common/http-fetch";
import { type Config, loadConfig } from "@keyfold/config";
import { CommandError } from "../terminal/command-error.ts";

/** Where commands go. */
export interface ChosenServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** `configuration`: cloud.url and cloud.token, by the library's rules. */
  readonly by: "login" | "configuration";
}

/**
 * The server that commands go to: the configuration's if it sets cloud.url or cloud.token, else that of the last
 * login; `undefined` if there is neither.
 */
export async function chooseServer(config: Config): Promise<ChosenServer | undefined> {
  if (isSet(config, "cloud.url") || isSet(config, "cloud.token")) {
    return { url: String(config.get("cloud.url")).replace(/\/+$/, ""), by: "configuration" };
  }
  const { lastLogin } = await import("./last-login.ts");
  const origin = lastLogin();
  return origin === undefined ? undefined : { url: origin, by: "login" };
}

/**
 * Whether `keyfold run` and `keyfold types` stay away from the server, by the library's rule. Where nothing is said of
 * cloud.use_local_secrets, a login stands for the token that the configuration doesn't set.
 */
export async function secretsAreLocal(config: Config, server: ChosenServer | undefined): Promise<boolean> {
  if (isSet(config, "cloud.use_local_secrets") || server === undefined) return configuredServer(config).secretsAreLocal;
  if (server.by === "login") return false;
  const { findLogin } = await import("@keyfold/client/logins");
  const hasLogin = isSet(config, "cloud.url") && URL.canParse(server.url) && findLogin(new URL(server.url).origin);
  return configuredServer(config).secretsAreLocal && !hasLogin;
}

/** Whether somebody set a key, if only to its default. */
export function isSet(config: Config, path: string): boolean {
  const origin = config.origin(path);
  return origin !== undefined && origin.kind !== "default";
}

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
  return { client: await clientOf(config, server), server };
}

/** The client of a server, with the token that the configuration or a login has for it. */
export async function clientOf(config: Config, { url, by }: ChosenServer): Promise<Client> {
  const { createClient } = await import("@keyfold/client");
  return createClient({ fetch: httpFetch, config, ...(by === "login" ? { url } : {}) });
}

/** The client of a server with a token that is given: a run's, or one that is not saved yet. */
export async function clientWith(config: Config, url: string, token: string): Promise<Client> {
  const { createClient } = await import("@keyfold/client");
  return createClient({ fetch: httpFetch, config, url, token });
}
