import { ServerError } from "../server-error.ts";

/** For a vault that can't keep or give a value now. `cause` says which of it, for the server's own log. */
export function vaultUnavailable(cause: unknown): ServerError {
  return new ServerError(
    "VAULT_UNAVAILABLE",
    "The vault that keeps the values can't be reached, is sealed, or refuses the server.",
    "Try again soon. If it goes on, see the server's own log for the reason.",
    cause,
  );
}
