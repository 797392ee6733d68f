import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ClientError } from "../client-error.ts";
import { loginsUnavailable } from "./logins-error.ts";
import { type Logins, readLogins } from "./read-logins.ts";
import { withLock } from "./with-lock.ts";

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
  const entries = [...logins].map(([origin, token]) => [origin, { token }]);
  const text = JSON.stringify({ version: 1, logins: Object.fromEntries(entries) }, null, 2);
  const temporary = `${path}.${randomUUID()}`;
  try {
    const file = openSync(temporary, "wx", 0o600);
    try {
      writeFileSync(file, `${text}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}
