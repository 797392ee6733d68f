import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findLogin, findNamedLogin, listNamedLogins, listOrigins } from "@keyfold/client/logins";
import { userConfigPath } from "@keyfold/config";
import { CommandError } from "../terminal/command-error.ts";

/**
 * The login of a name.
 *
 * @throws CommandError with code NO_LOGIN, which lists those that there are.
 */
export function loginNamed(name: string): { origin: string; token: string } {
  const login = findNamedLogin(name);
  if (login) return login;
  const known = listNamed();
  throw new CommandError(
    "NO_LOGIN",
    `There is no login named ${JSON.stringify(name)}.`,
    known === "" ? `Make it with: keyfold login URL --as ${name}` : `There are: ${known}.`,
  );
}

/**
 * The origin of the last login without a name; of the only one there is, where that isn't known. Names are for `--as` alone.
 *
 * @returns `undefined` if there is no login at all.
 * @throws CommandError with code NO_LOGIN where it is not clear which is meant.
 */
export function defaultLogin(): string | undefined {
  const last = readMark();
  if (last !== undefined && findLogin(last) !== undefined) return last;
  const origins = listOrigins();
  if (origins.length === 1) return origins[0];
  const known = listNamed();
  if (origins.length === 0 && known === "") return undefined;
  throw origins.length === 0
    ? new CommandError(
        "NO_LOGIN",
        `Every login has a name: ${known}.`,
        "Say which with --as NAME; keyfold login URL without --as makes the one that is taken without it.",
      )
    : new CommandError(
        "NO_LOGIN",
        `It is not clear which login is meant: ${origins.join(", ")}.`,
        "Log in to it again, which makes it the last one.",
      );
}

/** The logins that have a name, each with its server; empty for none. */
export function listNamed(): string {
  return listNamedLogins()
    .map(({ name, origin }) => `${name} (${origin})`)
    .join(", ");
}

/** Remembers the last login. The file names a server and holds no token. */
export function rememberLogin(origin: string): void {
  const temporary = `${markPath()}.${crypto.randomUUID()}`;
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
