import { checkToken } from "../connection/check-token.ts";
import { changeLogins } from "./change-logins.ts";
import { type Environment, loginsPath } from "./logins-path.ts";
import { originOf } from "./origin-of.ts";

/**
 * Keeps a token for a server, in place of the one that was kept, in a file that only its owner can read.
 *
 * @param origin - for example `https://keyfold.example`; a path behind it is left out.
 * @param token - as `createToken` gave it.
 * @param env - in place of the process's environment.
 * @throws ClientError with code INVALID_URL, INVALID_TOKEN, INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
export function saveLogin(origin: string, token: string, env?: Environment): void {
  const [key, value] = [originOf(origin), checkToken(token)];
  changeLogins(loginsPath(env), (logins) => logins.set(key, value));
}
