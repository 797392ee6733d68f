import { type Environment, loginsPath } from "./logins-path.ts";
import { readLogins } from "./read-logins.ts";

/**
 * The servers that tokens are kept for, sorted.
 *
 * @param env - in place of the process's environment.
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
export function listOrigins(env?: Environment): string[] {
  return [...readLogins(loginsPath(env)).keys()].sort();
}
