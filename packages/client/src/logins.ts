import type { Environment } from "@keyfold/common/process-environment";
import { ClientError } from "./client-error.ts";
import { checkToken } from "./connection.ts";
import { changeLogins, loginsPath, readLogins } from "./logins-file.ts";

/**
 * The token that a person keeps for a server.
 *
 * @param origin - for example `https://keyfold.example`, as `URL#origin` gives it.
 * @param env - in place of the process's environment.
 * @returns `undefined` if there is none.
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
export function findLogin(origin: string, env?: Environment): string | undefined {
  return readLogins(loginsPath(env)).unnamed.get(origin);
}

/**
 * The servers that tokens are kept for, sorted.
 *
 * @param env - in place of the process's environment.
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
export function listOrigins(env?: Environment): string[] {
  return [...readLogins(loginsPath(env)).unnamed.keys()].sort();
}

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
  changeLogins(loginsPath(env), ({ unnamed }) => unnamed.set(key, value));
}

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
  if (!readLogins(path).unnamed.has(origin)) return false;
  return changeLogins(path, ({ unnamed }) => unnamed.delete(origin));
}

/** A token that a person keeps under a name, beside others for the same server or for others. */
export interface NamedLogin {
  readonly name: string;
  /** The server, for example `https://keyfold.example`. */
  readonly origin: string;
}

/**
 * The login of a name.
 *
 * @param name - as `saveNamedLogin` was given it.
 * @param env - in place of the process's environment.
 * @returns the server and the token; `undefined` if there is none of the name.
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
export function findNamedLogin(name: string, env?: Environment): { origin: string; token: string } | undefined {
  return readLogins(loginsPath(env)).named.get(name);
}

/**
 * The logins that have names, sorted by them; no tokens.
 *
 * @param env - in place of the process's environment.
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
export function listNamedLogins(env?: Environment): NamedLogin[] {
  const { named } = readLogins(loginsPath(env));
  return [...named].map(([name, { origin }]) => ({ name, origin })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

/**
 * Checks that a login may have a name, and gives it back.
 *
 * @param name - letters, digits, and after the first of them `.`, `_`, `@` and `-`; at most 64 characters.
 * @throws ClientError with code INVALID_OPTIONS.
 */
export function checkLoginName(name: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u.test(name)) return name;
  throw new ClientError(
    "INVALID_OPTIONS",
    "This is no name of a login.",
    "It begins with a letter or a digit, has . _ @ and - beside those, and at most 64 characters.",
  );
}

/**
 * Keeps a token under a name, in place of the login that had it. No call uses it by itself: it is for whoever asks for the name.
 *
 * @param name - as `checkLoginName` takes it.
 * @param origin - for example `https://keyfold.example`; a path behind it is left out.
 * @param token - as `createToken` gave it.
 * @param env - in place of the process's environment.
 * @throws ClientError with code INVALID_OPTIONS, INVALID_URL, INVALID_TOKEN, INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
export function saveNamedLogin(name: string, origin: string, token: string, env?: Environment): void {
  checkLoginName(name);
  const login = { origin: originOf(origin), token: checkToken(token) };
  changeLogins(loginsPath(env), ({ named }) => named.set(name, login));
}

/**
 * Forgets the login of a name. Its token stays valid on the server until it is revoked.
 *
 * @param name - as `saveNamedLogin` was given it.
 * @param env - in place of the process's environment.
 * @returns whether there was one.
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
export function removeNamedLogin(name: string, env?: Environment): boolean {
  const path = loginsPath(env);
  if (!readLogins(path).named.has(name)) return false;
  return changeLogins(path, ({ named }) => named.delete(name));
}

/**
 * The origin of a URL, as logins are kept by it.
 *
 * @throws ClientError with code INVALID_URL.
 */
function originOf(string: string): string {
  const url = URL.canParse(string) ? new URL(string) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.origin;
  throw new ClientError(
    "INVALID_URL",
    "A login needs the URL of a server of http or https.",
    "Give the server's address, for example https://keyfold.example.",
  );
}
