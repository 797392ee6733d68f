import { type ConfiguredServer, configuredServer, keyAndOrigin } from "@keyfold/common/configured-server";
import type { Config } from "@keyfold/config";
import { ClientError } from "./client-error.ts";
import { type ClientOptions, type Connection, checkTimeout, checkToken, checkUrl } from "./connection.ts";

/**
 * `connect` with what code didn't give from the configuration, and the token from there or from the logins.
 *
 * @throws ClientError for what is missing or wrong, and for a URL of a folder's file at which nobody is logged in.
 */
export async function connectByConfiguration(given: ClientOptions): Promise<Connection> {
  const config = given.config ?? (await import("@keyfold/config")).loadConfig();
  const server = configuredServer(config);
  const url = given.url || server.url;
  // A signed token opens runs for whoever the url names: no folder's file may name it.
  const isByIdentity = !given.token && server.token === undefined && server.identity !== undefined;
  if (!given.url && server.isUrlOfFolder && (isByIdentity || (await login(url)) === undefined))
    throw untrustedUrl(config);
  const where = given.url ? "The client's option url" : keyAndOrigin(config, "cloud.url");
  const endpoint = checkUrl(url, where, given.allowInsecureHttp ?? server.allowInsecureHttp);

  const { origin } = endpoint;
  const identity = (source: string | undefined) =>
    source && isOfServer(server, origin) && identityOf(source, origin, given);
  const token =
    given.token ||
    configuredToken(server, origin, config) ||
    identity(server.identity) ||
    (await login(url)) ||
    identity(server.foundIdentity);
  if (!token) throw noToken(origin);
  const timeoutMs =
    given.timeoutMs === undefined
      ? checkTimeout(server.timeoutMs, keyAndOrigin(config, "cloud.request_timeout_seconds"))
      : checkTimeout(given.timeoutMs, "The client's option timeoutMs");
  return { endpoint, token: typeof token === "string" ? checkToken(token) : token, timeoutMs };
}

async function login(url: string): Promise<string | undefined> {
  if (!URL.canParse(url)) return undefined;
  const { findLogin } = await import("./logins.ts");
  return findLogin(new URL(url).origin);
}

/** What the configuration gives was given for the configuration's server, and goes to no other. */
function isOfServer({ url }: ConfiguredServer, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === origin;
}

/** The audience is the origin that the caller meant, and never what a server says of itself: it could name another's. */
function identityOf(source: string, audience: string, { fetch }: ClientOptions): () => Promise<string> {
  return async () => {
    const { readIdentity } = await import("./identity.ts");
    return readIdentity(source, audience, fetch);
  };
}

function configuredToken(server: ConfiguredServer, origin: string, config: Config): string {
  const { token, isTokenOfFolder } = server;
  if (token === undefined || !isOfServer(server, origin)) return "";
  if (isTokenOfFolder) throw untrustedToken(config);
  return token;
}

// The URL is not shown: it may be made of an environment variable that is a secret.
function untrustedUrl(config: Config): ClientError {
  return new ClientError(
    "UNTRUSTED_URL",
    `${keyAndOrigin(config, "cloud.url")} names a server that you have not logged in to. Nothing was sent to it.`,
    "If you trust this folder and that server: keyfold login URL. Or set KEYFOLD__CLOUD__URL to another.",
  );
}

function untrustedToken(config: Config): ClientError {
  return new ClientError(
    "UNTRUSTED_TOKEN",
    `${keyAndOrigin(config, "cloud.token")} is the token of whoever wrote that file: what you set would be theirs. It was not used.`,
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
