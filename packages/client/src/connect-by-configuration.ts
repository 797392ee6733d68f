import { type ConfiguredServer, configuredServer } from "@keyfold/common/configured-server";
import { formatOrigin } from "@keyfold/common/origin";
import type { Config } from "@keyfold/config";
import { ClientError } from "./client-error.ts";
import { type ClientOptions, type Connection, checkTimeout, checkToken, checkUrl } from "./connection.ts";

/** `connect` with what code didn't give from the configuration, and the token from there or from the logins. */
export async function connectByConfiguration(given: ClientOptions): Promise<Connection> {
  const config = given.config ?? (await import("@keyfold/config")).loadConfig();
  const server = configuredServer(config);
  const url = given.url || server.url;
  if (!given.url && server.isUrlOfFolder && (await login(url)) === undefined) throw untrustedUrl(config);
  const where = given.url ? "The client's option url" : describe(config, "cloud.url");
  const endpoint = checkUrl(url, where, given.allowInsecureHttp ?? server.allowInsecureHttp);

  const token = given.token || configuredToken(server, endpoint.origin, config) || (await login(url));
  if (!token) throw noToken(endpoint.origin);
  const timeoutMs =
    given.timeoutMs === undefined
      ? checkTimeout(server.timeoutMs, describe(config, "cloud.request_timeout_seconds"))
      : checkTimeout(given.timeoutMs, "The client's option timeoutMs");
  return { endpoint, token: checkToken(token), timeoutMs };
}

async function login(url: string): Promise<string | undefined> {
  if (!URL.canParse(url)) return undefined;
  const { findLogin } = await import("./logins.ts");
  return findLogin(new URL(url).origin);
}

/** The configuration's token was given for the configuration's server, and goes to no other. */
function configuredToken({ url, token, isTokenOfFolder }: ConfiguredServer, origin: string, config: Config): string {
  if (token === undefined || !URL.canParse(url) || new URL(url).origin !== origin) return "";
  if (isTokenOfFolder) throw untrustedToken(config);
  return token;
}

function describe(config: Config, key: string): string {
  return `${key} (${formatOrigin(config.origin(key))})`;
}

// The URL is not shown: it may be made of an environment variable that is a secret.
function untrustedUrl(config: Config): ClientError {
  return new ClientError(
    "UNTRUSTED_URL",
    `${describe(config, "cloud.url")} names a server that you have not logged in to. Nothing was sent to it.`,
    "If you trust this folder and that server: keyfold login URL. Or set KEYFOLD__CLOUD__URL to another.",
  );
}

function untrustedToken(config: Config): ClientError {
  return new ClientError(
    "UNTRUSTED_TOKEN",
    `${describe(config, "cloud.token")} is the token of whoever wrote that file: what you set would be theirs. It was not used.`,
    "Take it out of there; use keyfold login URL, or KEYFOLD__CLOUD__TOKEN.",
  );
}

function noToken(origin: string): ClientError {
  return new ClientError(
    "NO_TOKEN",
    `There is no token for ${origin}.`,
    `Log in (keyfold login ${origin}), or set KEYFOLD__CLOUD__TOKEN with KEYFOLD__CLOUD__URL, or give the client both.`,
  );
}
