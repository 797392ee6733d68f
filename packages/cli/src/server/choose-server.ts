import type { Config } from "@keyfold/config";

/** Where commands go. */
export interface ChosenServer {
  /** Without a trailing slash. */
  readonly url: string;
  /** `configuration`: what cloud.url and cloud.token say, by the library's rules. */
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
 * Whether `keyfold run` and `keyfold types` stay away from the server: cloud.use_local_secrets is true because somebody
 * set it, or because nobody did and there is no server.
 */
export function secretsAreLocal(config: Config, server: ChosenServer | undefined): boolean {
  if (config.get("cloud.use_local_secrets") === false) return false;
  return isSet(config, "cloud.use_local_secrets") || server === undefined;
}

/** Whether somebody set a key, if only to its default. */
export function isSet(config: Config, path: string): boolean {
  const origin = config.origin(path);
  return origin !== undefined && origin.kind !== "default";
}
