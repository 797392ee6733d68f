import type { Client } from "@keyfold/client";
import { configuredServer, isSet } from "@keyfold/common/configured-server";
import { httpFetch } from "@keyfold/common/http-fetch";
import { type Config, loadConfig } from "@keyfold/config";
import { CommandError } from "../terminal/command-error.ts";
import type { JsonFlag } from "../terminal/print.ts";

/** What every command understands that speaks with a server. */
export interface ServerFlags extends JsonFlag {
  /** The name of a login. */
  as?: string | undefined;
}

/** Where commands go. */
export interface ChosenServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** `configuration`: cloud.url and cloud.token, by the library's rules. */
  readonly by: "login" | "configuration";
  /** The name of the login, and its token; absent for one without a name. */
  readonly named?: { readonly name: string; readonly token: string };
}

/**
 * The server that commands go to: that of the login that `--as` names, else the configuration's if it sets cloud.url or
 * cloud.token, else that of the last login without a name.
 *
 * @returns `undefined` if there is no login at all.
 * @throws CommandError with code NO_LOGIN for a name that no login has, and where it is not clear which login is meant.
 */
export async function chooseServer(config: Config, { as }: ServerFlags = {}): Promise<ChosenServer | undefined> {
  if (as === undefined && (isSet(config, "cloud.url") || isSet(config, "cloud.token"))) {
    return { url: String(config.get("cloud.url")).replace(/\/+$/, ""), by: "configuration" };
  }
  const logins = await import("./choose-login.ts");
  if (as !== undefined) {
    const { origin, token } = logins.loginNamed(as);
    return { url: origin, by: "login", named: { name: as, token } };
  }
  const origin = logins.defaultLogin();
  return origin === undefined ? undefined : { url: origin, by: "login" };
}

/**
 * Where the secrets of `keyfold run` and `keyfold types` come from, by the library's rule; `undefined`: from this machine alone.
 * Where cloud.use_local_secrets is not set, a login stands for the token that the configuration doesn't set.
 *
 * @throws CommandError with code NO_LOGIN.
 */
export async function serverOfSecrets(config: Config, flags: ServerFlags): Promise<ChosenServer | undefined> {
  const { secretsAreLocal } = configuredServer(config);
  const isExplicit = isSet(config, "cloud.use_local_secrets");
  if (isExplicit && secretsAreLocal) return undefined;
  const server = await chooseServer(config, flags);
  if (isExplicit || server === undefined || server.by === "login" || !secretsAreLocal) return server;
  const { findLogin } = await import("@keyfold/client/logins");
  const hasLogin = isSet(config, "cloud.url") && URL.canParse(server.url) && findLogin(new URL(server.url).origin);
  return hasLogin ? server : undefined;
}

/**
 * Connects to the server that commands go to. Nothing is sent yet.
 *
 * @throws CommandError with code NO_SERVER or NO_LOGIN; ConfigError.
 */
export async function connect(flags: ServerFlags): Promise<{ client: Client; server: ChosenServer }> {
  const config = loadConfig();
  const server = await chooseServer(config, flags);
  if (server === undefined) throw noServer();
  return { client: await clientOf(config, server), server };
}

/** The error where there is no server that a command could go to. */
export function noServer(message = "No server is configured, and there was no login to one."): CommandError {
  return new CommandError(
    "NO_SERVER",
    message,
    "Log in with keyfold login URL, or set cloud.url and cloud.token in the configuration.",
  );
}

/** The client of a server, with the token that the configuration or a login has for it. */
export async function clientOf(config: Config, { url, by, named }: ChosenServer): Promise<Client> {
  if (named) return clientWith(config, url, named.token);
  const { createClient } = await import("@keyfold/client");
  return createClient({ fetch: httpFetch, config, ...(by === "login" ? { url } : {}) });
}

/** The client of a server with a token that is given: a run's, or one that is not saved yet. */
export async function clientWith(config: Config, url: string, token: string): Promise<Client> {
  const { createClient } = await import("@keyfold/client");
  return createClient({ fetch: httpFetch, config, url, token });
}
