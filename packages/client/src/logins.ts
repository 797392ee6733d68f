/** The tokens that `keyfold login` stores, by the origin of their server. @packageDocumentation */

import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Environment, userConfigPath } from "@keyfold/common/process-environment";
import { ClientError } from "./client-error.ts";
import { checkToken, httpUrl } from "./connection.ts";

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
  return httpUrl(string, "A login needs the URL of a server of http or https.").origin;
}

/** Where the logins are kept: beside the user's configuration file. */
function loginsPath(env?: Environment): string {
  return join(dirname(userConfigPath(env)), "logins.json");
}

/** What is in the file. */
interface Logins {
  /** Tokens by origin. */
  readonly unnamed: Map<string, string>;
  /** Logins by name. */
  readonly named: Map<string, { readonly origin: string; readonly token: string }>;
}

/** Bytes; far more than a person has logins. */
const maxLength = 1024 * 1024;

/**
 * The logins in a file; none if it is not there.
 *
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
function readLogins(path: string): Logins {
  const json = readIfThere(path);
  if (json === undefined) return { unnamed: new Map(), named: new Map() };
  if (json.length > maxLength) throw invalidLogins(path);
  const { version, logins, named = {} } = Object(parseLogins(json, path)) as Partial<Record<string, unknown>>;
  if (version !== 1 || !isTable(logins) || !isTable(named)) throw invalidLogins(path);
  const stringOf = (login: unknown, key: string): string => {
    const value = (Object(login) as Record<string, unknown>)[key];
    if (typeof value !== "string") throw invalidLogins(path);
    return value;
  };
  return {
    unnamed: new Map(Object.entries(logins).map(([origin, login]) => [origin, stringOf(login, "token")])),
    named: new Map(
      Object.entries(named).map(([name, login]) => [
        name,
        { origin: stringOf(login, "origin"), token: stringOf(login, "token") },
      ]),
    ),
  };
}

function isTable(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw loginsUnavailable(path, error);
  }
}

function parseLogins(json: string, path: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw invalidLogins(path);
  }
}

/**
 * Changes the file of logins, which others may change at the same time: one after the other, and whoever reads it sees
 * it before or after. Only its owner can read it.
 *
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
function changeLogins<T>(path: string, change: (logins: Logins) => T): T {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return withLock(`${path}.lock`, () => {
      const logins = readLogins(path);
      const result = change(logins);
      replace(path, logins);
      return result;
    });
  } catch (error) {
    throw error instanceof ClientError ? error : loginsUnavailable(path, error);
  }
}

function replace(path: string, logins: Logins): void {
  const unnamed = Object.fromEntries([...logins.unnamed].map(([origin, token]) => [origin, { token }]));
  const named = logins.named.size === 0 ? {} : { named: Object.fromEntries(logins.named) };
  const json = JSON.stringify({ version: 1, logins: unnamed, ...named }, null, 2);
  const temporary = `${path}.${crypto.randomUUID()}`;
  try {
    writeFileSync(temporary, `${json}\n`, { mode: 0o600, flag: "wx", flush: true });
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

const pauseMs = 5;
/** After so long a lock was left by a process that died: what is done under one takes a few milliseconds. */
const staleMs = 10_000;

/** Does something while no other process does, by a file that only one of them can make. */
function withLock<T>(path: string, work: () => T): T {
  while (!claim(path)) {
    if (isStale(path)) rmSync(path, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
  }
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function claim(path: string): boolean {
  try {
    writeFileSync(path, "", { mode: 0o600, flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isStale(path: string): boolean {
  const made = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return made !== undefined && Math.abs(Date.now() - made) > staleMs;
}

/** The file is there and is not what this package writes. What is in it is not shown: it holds tokens. */
function invalidLogins(path: string): ClientError {
  return new ClientError(
    "INVALID_LOGINS",
    `${path} is not a file of logins.`,
    "Put it right, or move it away and log in again with: keyfold login URL",
  );
}

/** The system refused to read or write the file. */
function loginsUnavailable(path: string, cause: unknown): ClientError {
  const code = String((cause as { code?: unknown } | null)?.code ?? "no reason given");
  return new ClientError(
    "LOGINS_UNAVAILABLE",
    `${path} could not be read or written (${code}).`,
    "Check that its folder is yours and has room.",
  );
}
