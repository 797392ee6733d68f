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

/** Where the logins are kept: beside the user's configuration file. */
export function loginsPath(env?: Environment): string {
  return join(dirname(userConfigPath(env)), "logins.json");
}

/** What is in the file. */
export interface Logins {
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
export function readLogins(path: string): Logins {
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
export function changeLogins<T>(path: string, change: (logins: Logins) => T): T {
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
