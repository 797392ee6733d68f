import { type Environment, loginsPath } from "./logins-path.ts";
import { readLogins } from "./read-logins.ts";

/**
 * The token that a person keeps for a server.
 *
 * @param origin - for example `https://keyfold.example`, as `URL#origin` gives it.
 * @param env - in place of the process's environment.
 * @returns `undefined` if there is none.
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
export function findLogin(origin: string, env?: Environment): string | undefined {
  return readLogins(loginsPath(env)).get(origin);
}
