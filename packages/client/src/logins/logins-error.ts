import { ClientError } from "../client-error.ts";

/** The file is there and is not what this package writes. Its text is not shown: it holds tokens. */
export function invalidLogins(path: string): ClientError {
  return new ClientError(
    "INVALID_LOGINS",
    `${path} is not a file of logins.`,
    "Put it right, or move it away and log in again with: keyfold login URL",
  );
}

/** The system refused to read or write the file. */
export function loginsUnavailable(path: string, cause: unknown): ClientError {
  const code = String((cause as { code?: unknown } | null)?.code ?? "no reason given");
  return new ClientError(
    "LOGINS_UNAVAILABLE",
    `${path} could not be read or written (${code}).`,
    "Check that its folder is yours and has room.",
  );
}
