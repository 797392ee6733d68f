import { resolve } from "node:path";
import { formatOrigin } from "@keyfold/common/origin";
import type { Config } from "@keyfold/config";
import { ClientError } from "../client-error.ts";
import { checkTimeout } from "./check-timeout.ts";
import { checkToken } from "./check-token.ts";
import { checkUrl } from "./check-url.ts";
import type { Connection, GivenConnection } from "./connection.ts";

/** `connect` with what code didn't give from the configuration, and the token from there or from the logins. */
export async function connectByConfiguration(given: GivenConnection): Promise<Connection> {
  const [{ loadConfig }, { findLogin }] = await Promise.all([import("@keyfold/config"), import("../logins.ts")]);
  const config = loadConfig();
  const login = (url: string): string | undefined => (URL.canParse(url) ? findLogin(new URL(url).origin) : undefined);

  const url = given.url || String(config.get("cloud.url"));
  if (!given.url && isFolders(config, "cloud.url") && login(url) === undefined) throw untrustedUrl(config);
  const where = given.url ? "The client's option url" : describe(config, "cloud.url");
  const endpoint = checkUrl(url, where, given.allowInsecureHttp ?? allowsInsecureHttp(config));

  const token = given.token || configuredToken(config, endpoint.origin) || login(url);
  if (!token) throw noToken(endpoint.origin);
  return { endpoint, token: checkToken(token), timeoutMs: timeoutOf(given, config) };
}

/** Whether ./keyfold.toml sets a key: a stranger may have written it, with the repository that it came with. */
function isFolders(config: Config, key: string): boolean {
  const origin = config.origin(key);
  return origin?.kind === "file" && resolve(origin.path) === resolve("keyfold.toml");
}

/** The configuration's token was given for the configuration's server, and goes to no other. */
function configuredToken(config: Config, origin: string): string | undefined {
  const token = String(config.get("cloud.token") ?? "");
  const url = String(config.get("cloud.url"));
  if (token === "" || !URL.canParse(url) || new URL(url).origin !== origin) return undefined;
  if (isFolders(config, "cloud.token")) throw untrustedToken(config);
  return token;
}

function allowsInsecureHttp(config: Config): boolean {
  return config.get("cloud.allow_insecure_http") === true && !isFolders(config, "cloud.allow_insecure_http");
}

function timeoutOf({ timeoutMs }: GivenConnection, config: Config): number {
  if (timeoutMs !== undefined) return checkTimeout(timeoutMs, "The client's option timeoutMs");
  const seconds = Number(config.get("cloud.request_timeout_seconds") ?? 30);
  return checkTimeout(seconds * 1000, describe(config, "cloud.request_timeout_seconds"));
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
