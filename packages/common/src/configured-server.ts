import { isOfFolder } from "./folder-file.ts";
import { foundIdentity } from "./found-identity.ts";
import { fs } from "./node-files.ts";
import { formatOrigin, type Origin } from "./origin.ts";
import { processEnvironment } from "./process-environment.ts";

/** The part of a loaded configuration that is needed here. */
export interface ServerConfig {
  get(key: string): unknown;
  origin(key: string): Origin | undefined;
}

/** What a configuration says of the server. */
export interface ConfiguredServer {
  /** Whether values come from `context.secrets` alone. */
  readonly secretsAreLocal: boolean;
  /** Why secrets are local or not, for messages. */
  readonly reason: string;
  readonly url: string;
  /** Whether ./keyfold.toml sets the url: it may have come with a repository of somebody else. */
  readonly isUrlOfFolder: boolean;
  /** From `cloud.token_file`, read at each access, or `cloud.token`; absent if there is none. */
  readonly token: string | undefined;
  /** Whether ./keyfold.toml sets the token. */
  readonly isTokenOfFolder: boolean;
  /** Where a signed token comes from that goes before a login, as `cloud.identity` has it; what ./keyfold.toml says does not count. */
  readonly identity: string | undefined;
  /** The same where there is no login either: what the platform provides. */
  readonly foundIdentity: string | undefined;
  /** Which trust a signed token means; absent where a token is set, or no signed token is there. */
  readonly trust: string | undefined;
  /** The file that a run's token is in, for as long as the run may be replaced. */
  readonly tokenFile: string | undefined;
  /** What ./keyfold.toml says of it does not count. */
  readonly allowInsecureHttp: boolean;
  readonly timeoutMs: number;
}

const known = new WeakMap<ServerConfig, ConfiguredServer>();

/** Reads whether secrets come from a server, from which, with which token, and what of that the folder's file brings along. */
export function configuredServer(config: ServerConfig): ConfiguredServer {
  const server = known.get(config) ?? readServer(config);
  known.set(config, server);
  return server;
}

function readServer(config: ServerConfig): ConfiguredServer {
  const stringOf = (key: string): string => String(config.get(key) ?? "");
  const ownOf = (key: string): string => (isOfFolder(config.origin(key)) ? "" : stringOf(key));
  const secretsAreLocal = config.get("cloud.use_local_secrets") !== false;
  const token = stringOf("cloud.token");
  // Of a folder's file it would send any file of this machine to a server.
  const tokenFile = ownOf("cloud.token_file");
  // A token that is no run's was set by somebody who wants another than the run that the process was started in.
  const readsFile = tokenFile !== "" && (token === "" || token.startsWith("keyfold_run_"));
  const found = foundIdentity(processEnvironment());
  const trust = ownOf("cloud.trust");
  // Whoever names a trust means a signed token.
  const identity = ownOf("cloud.identity") || (trust && found) || undefined;
  return {
    secretsAreLocal,
    reason: reasonOf(config, secretsAreLocal),
    url: stringOf("cloud.url"),
    isUrlOfFolder: isOfFolder(config.origin("cloud.url")),
    get token() {
      return (readsFile ? readToken(tokenFile) : undefined) ?? (token || undefined);
    },
    identity,
    foundIdentity: found,
    get trust() {
      return (this.token === undefined && identity && trust) || undefined;
    },
    isTokenOfFolder: !readsFile && isOfFolder(config.origin("cloud.token")),
    tokenFile: readsFile ? tokenFile : undefined,
    allowInsecureHttp:
      config.get("cloud.allow_insecure_http") === true && !isOfFolder(config.origin("cloud.allow_insecure_http")),
    timeoutMs: Number(config.get("cloud.request_timeout_seconds") ?? 30) * 1000,
  };
}

/** Where nothing is said of cloud.use_local_secrets, the configuration decides by whether it sets a server. */
function reasonOf(config: ServerConfig, secretsAreLocal: boolean): string {
  if (isSet(config, "cloud.use_local_secrets"))
    return `${keyAndOrigin(config, "cloud.use_local_secrets")} is ${secretsAreLocal}`;
  if (isSet(config, "cloud.url")) {
    const missing = secretsAreLocal ? ", but nothing sets a token or an identity for it" : "";
    return `${keyAndOrigin(config, "cloud.url")} sets a server${missing}`;
  }
  return isSet(config, "cloud.token")
    ? `${keyAndOrigin(config, "cloud.token")} is set, but no cloud.url`
    : "the configuration sets no server";
}

/** Whether somebody set a key, if only to its default. */
export function isSet(config: ServerConfig, key: string): boolean {
  return (config.origin(key)?.kind ?? "default") !== "default";
}

/** A key, and where its value comes from: `cloud.url (keyfold.toml:2)`. */
export function keyAndOrigin(config: ServerConfig, key: string): string {
  return `${key} (${formatOrigin(config.origin(key))})`;
}

/** `cloud.folder`: where a run looks for names first. */
export function configuredFolder(config: ServerConfig): string | undefined {
  return String(config.get("cloud.folder") ?? "") || undefined;
}

/** The token in a file; `undefined` if it is not there. */
export function readToken(file: string): string | undefined {
  try {
    return fs.readFileSync(file, "utf8").trim() || undefined;
  } catch {
    return undefined;
  }
}

/** The path of a secret in the configuration. */
export function secretPath(name: string): string {
  return `context.secrets.${tomlKey(name)}`;
}

/** A name as TOML spells a key. */
export function tomlKey(name: string): string {
  return /^[\w-]+$/.test(name) ? name : tomlString(name);
}

/** JSON's escapes are TOML's, but for DEL. */
export function tomlString(name: string): string {
  return JSON.stringify(name).replaceAll("\u007f", "\\u007f");
}
