import { ClientError } from "./client-error.ts";

/**
 * A token that can stand in a header. What `fetch` says of one that can't would show it.
 *
 * @throws ClientError with code INVALID_TOKEN.
 */
export function checkToken(token: string): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new ClientError(
    "INVALID_TOKEN",
    "The token holds a character that no token of Keyfold has.",
    "A line break or a space at its end is the usual reason: trim it.",
  );
}
