import { readFileSync } from "node:fs";
import { invalidLogins, loginsUnavailable } from "./logins-error.ts";

/** Tokens by origin. */
export type Logins = Map<string, string>;

/** Bytes; far more than a person has logins. */
const longest = 1024 * 1024;

/**
 * The logins in a file; none if it is not there.
 *
 * @throws ClientError with code INVALID_LOGINS or LOGINS_UNAVAILABLE.
 */
export function readLogins(path: string): Logins {
  const text = readText(path);
  if (text === undefined) return new Map();
  if (text.length > longest) throw invalidLogins(path);
  const { version, logins } = Object(parse(text, path)) as { version?: unknown; logins?: unknown };
  if (version !== 1 || typeof logins !== "object" || logins === null) throw invalidLogins(path);
  return new Map(
    Object.entries(logins).map(([origin, login]) => {
      const { token } = Object(login) as { token?: unknown };
      if (typeof token !== "string") throw invalidLogins(path);
      return [origin, token];
    }),
  );
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw loginsUnavailable(path, error);
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalidLogins(path);
  }
}
