import { ServerError } from "../server-error.ts";

/** The message is the one that Prefect's clients know. */
export function secretNotFound(): ServerError {
  return new ServerError(
    "NOT_FOUND",
    "No value found for the requested key",
    "See the team's names with `keyfold secret list`, and set this one with `keyfold secret set`.",
  );
}
