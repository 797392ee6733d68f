import type { Config } from "@keyfold/config";

/** Where commands go. */
export interface ChosenServer {
  /** As it was given, without a trailing slash. */
  readonly url: string;
  /**
   * `login`: the server of the last login; `configuration`: what cloud.url and cloud.token say, as the library reads
   * them.
   */
  readonly by: "login" | "configuration";
}

/**
 * The server that commands speak to: the configuration's if it sets cloud.url or cloud.token, else that of the last
 * login; `undefined` if there is neither.
 */
export async function chosenServer(config: Config): Promise<ChosenServer | undefined> {
  if (isSet(config, "cloud.url") || isSet(config, "cloud.token")) {
    return { url: String(config.get("cloud.url")).replace(/\/+$/, ""), by: "configuration" };
  }
  const { lastLogin } = await import("../logins/last-login.ts");
  const origin = lastLogin();
  return origin === undefined ? undefined : { url: origin, by: "login" };
}

/** Whether somebody set a key, if only to what it is by default. */
export function isSet(config: Config, path: string): boolean {
  const origin = config.origin(path);
  return origin !== undefined && origin !== "default";
}
