import { resolve } from "node:path";
import type { Origin } from "./origin.ts";

/** The part of a loaded configuration that is needed here. */
export interface ServerConfig {
  get(key: string): unknown;
  origin(key: string): Origin | undefined;
}

/** What a configuration says of the server. */
export interface ConfiguredServer {
  readonly secretsAreLocal: boolean;
  readonly url: string;
  /** Whether ./keyfold.toml sets the url: it may have come with a repository of somebody else. */
  readonly isUrlOfFolder: boolean;
  /** Absent if there is none. */
  readonly token: string | undefined;
  /** Whether ./keyfold.toml sets the token. */
  readonly isTokenOfFolder: boolean;
  /** What ./keyfold.toml says of it does not count. */
  readonly allowInsecureHttp: boolean;
  readonly timeoutMs: number;
}

/** Reads which server a configuration means, with which token, and what of that the folder's file brings along. */
export function configuredServer(config: ServerConfig): ConfiguredServer {
  const isOfFolder = (key: string): boolean => {
    const origin = config.origin(key);
    return origin?.kind === "file" && resolve(origin.path) === resolve("keyfold.toml");
  };
  return {
    secretsAreLocal: config.get("cloud.use_local_secrets") !== false,
    url: String(config.get("cloud.url")),
    isUrlOfFolder: isOfFolder("cloud.url"),
    token: String(config.get("cloud.token") ?? "") || undefined,
    isTokenOfFolder: isOfFolder("cloud.token"),
    allowInsecureHttp: config.get("cloud.allow_insecure_http") === true && !isOfFolder("cloud.allow_insecure_http"),
    timeoutMs: Number(config.get("cloud.request_timeout_seconds") ?? 30) * 1000,
  };
}
