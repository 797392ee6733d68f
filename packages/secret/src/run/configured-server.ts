import { resolve } from "node:path";
import { context } from "@keyfold/context";

/** What the configuration says about the server, for `createClient`. */
export interface ConfiguredServer {
  readonly url?: string;
  readonly token?: string;
  readonly timeoutMs: number;
  readonly allowInsecureHttp: boolean;
}

/** Whether secrets come from `context.secrets` alone. */
export function usesLocalSecrets(): boolean {
  return context.config.get("cloud.use_local_secrets") !== false;
}

/**
 * The server of the configuration in force. What ./keyfold.toml says of it is left out: the client finds the same, and sends nothing
 * to such a url unless the person has logged in there, and no such token at all.
 */
export function configuredServer(): ConfiguredServer {
  const { config } = context;
  const token = String(config.get("cloud.token") ?? "");
  const insecure = "cloud.allow_insecure_http";
  return {
    ...(isFolders("cloud.url") ? {} : { url: configuredUrl() }),
    ...(token === "" || isFolders("cloud.token") ? {} : { token }),
    timeoutMs: Number(config.get("cloud.request_timeout_seconds") ?? 30) * 1000,
    allowInsecureHttp: config.get(insecure) === true && !isFolders(insecure),
  };
}

/** Whether ./keyfold.toml sets a key: it may have come with a stranger's repository. */
function isFolders(key: string): boolean {
  const origin = context.config.origin(key);
  return origin?.kind === "file" && resolve(origin.path) === resolve("keyfold.toml");
}

/** The address of the server, for messages and for what comes after the client trusted it. */
export function configuredUrl(): string {
  return String(context.config.get("cloud.url"));
}
