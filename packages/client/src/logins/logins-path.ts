import { dirname, join } from "node:path";

// By import(): the client's main entry never loads the configuration unless it needs it, and this file comes with it.
const { userConfigPath } = await import("@keyfold/config");

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the logins are kept: beside the user's configuration file. */
export function loginsPath(env?: Environment): string {
  return join(dirname(userConfigPath(env)), "logins.json");
}
