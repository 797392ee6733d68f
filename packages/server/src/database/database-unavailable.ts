import { ServerError } from "../server-error.ts";

/** For a database that can't be asked now: unreachable, stopped, full, or too slow. */
export function databaseUnavailable(cause: unknown): ServerError {
  return new ServerError(
    "DATABASE_UNAVAILABLE",
    "The database can't be reached or doesn't answer in time.",
    "Try again soon. If it goes on, see the server's own log for the reason.",
    cause,
  );
}
