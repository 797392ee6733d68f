import { randomUUID } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { type Environment, userConfigPath } from "@keyfold/common/process-environment";
import { ClientError } from "./client-error.ts";
import { checkToken } from "./connection.ts";

/** Where the logins are kept: beside the user's configuration file. */
function loginsPath(env?: Environment): string {
  return join(dirname(userConfigPath(env)), "logins.json");
}

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

/**
 * The servers that tokens are kept for, sorted.
 *
 * @param env - in place of the process's environment.
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
export function listOrigins(env?: Environment): string[] {
  return [...readLogins(loginsPath(env)).keys()].sort();
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
  changeLogins(loginsPath(env), (logins) => logins.set(key, value));
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
  if (!readLogins(path).has(origin)) return false;
  return changeLogins(path, (logins) => logins.delete(origin));
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

/** Tokens by origin. */
type Logins = Map<string, string>;

/** Bytes; far more than a person has logins. */
const maxLength = 1024 * 1024;

/**
 * The logins in a file; none if it is not there.
 *
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
function readLogins(path: string): Logins {
  const json = readIfThere(path);
  if (json === undefined) return new Map();
  if (json.length > maxLength) throw invalidLogins(path);
  const { version, logins } = Object(parseLogins(json, path)) as { version?: unknown; logins?: unknown };
  if (version !== 1 || typeof logins !== "object" || logins === null) throw invalidLogins(path);
  return new Map(
    Object.entries(logins).map(([origin, login]) => {
      const { token } = Object(login) as { token?: unknown };
      if (typeof token !== "string") throw invalidLogins(path);
      return [origin, token];
    }),
  );
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
  const entries = [...logins].map(([origin, token]) => [origin, { token }]);
  const json = JSON.stringify({ version: 1, logins: Object.fromEntries(entries) }, null, 2);
  const temporary = `${path}.${randomUUID()}`;
  try {
    const file = openSync(temporary, "wx", 0o600);
    try {
      writeFileSync(file, `${json}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
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
    else pause();
  }
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function claim(path: string): boolean {
  try {
    closeSync(openSync(path, "wx", 0o600));
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

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
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
