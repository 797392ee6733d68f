import { UsageError } from "../command-error.ts";

/**
 * The origin of a server's URL, as tokens are kept by it.
 *
 * @throws UsageError for anything else, and for a URL that holds more.
 */
export function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const more = url && (url.username || url.password || url.search || url.hash || url.pathname !== "/");
  if (url && /^https?:$/.test(url.protocol) && !more) return url.origin;
  throw new UsageError(
    // A URL that isn't one may hold a token.
    "The URL is not a server's address.",
    "Write it as https://keyfold.example, with nothing after the host and its port; the token is asked for.",
  );
}
