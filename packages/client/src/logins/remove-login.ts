import { changeLogins } from "./change-logins.ts";
import { type Environment, loginsPath } from "./logins-path.ts";
import { readLogins } from "./read-logins.ts";

/**
 * Forgets the token of a server. It stays valid there until it is revoked.
 *
 * @param origin - for example `https://keyfold.example`, as `URL#origin` gives it.
 * @param env - in place of the process's environment.
 * @returns whether there was one.
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
export function removeLogin(origin: string, env?: Environment): boolean {
  const path = loginsPath(env);
  if (!readLogins(path).has(origin)) return false;
  return changeLogins(path, (logins) => logins.delete(origin));
}
