import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findLogin, listOrigins } from "@keyfold/client/logins";
import { userConfigPath } from "@keyfold/config";

/** The origin of the last login; of the only one there is, where that isn't known. */
export function lastLogin(): string | undefined {
  const last = readMark();
  if (last !== undefined && findLogin(last) !== undefined) return last;
  const origins = listOrigins();
  return origins.length === 1 ? origins[0] : undefined;
}

/** Remembers the last login. The file names a server and holds no token. */
export function rememberLogin(origin: string): void {
  const temporary = `${markPath()}.${randomUUID()}`;
  writeFileSync(temporary, `${origin}\n`, { mode: 0o600, flag: "wx" });
  renameSync(temporary, markPath());
}

/** Forgets the last login, if it is this one. */
export function forgetLogin(origin: string): void {
  if (readMark() === origin) rmSync(markPath(), { force: true });
}

function readMark(): string | undefined {
  try {
    return readFileSync(markPath(), "utf8").trim();
  } catch {
    // Without the mark nothing is lost: it only chooses among the logins.
    return undefined;
  }
}

function markPath(): string {
  return join(dirname(userConfigPath()), "last-login");
}
