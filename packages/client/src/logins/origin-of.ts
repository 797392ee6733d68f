import { ClientError } from "../client-error.ts";

/**
 * The origin of a URL, as logins are kept by it.
 *
 * @throws ClientError with code INVALID_URL.
 */
export function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url.origin;
  throw new ClientError(
    "INVALID_URL",
    "A login needs the URL of a server of http or https.",
    "Give the server's address, for example https://keyfold.example.",
  );
}
