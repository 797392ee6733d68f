import { isLoopback } from "@keyfold/common/loopback";
import { ClientError } from "../client-error.ts";

/**
 * Reads a server's URL.
 *
 * @param text - for example `https://keyfold.example`, with or without a path under which the server stands.
 * @param where - what names the URL, for messages: a URL that is not valid may hold anything, so it is not shown.
 * @returns the URL of its API: `/graphql` under the path given.
 * @throws ClientError with code INVALID_URL or INSECURE_URL.
 */
export function checkUrl(text: string, where: string, allowInsecureHttp: boolean): URL {
  const url = parse(text, where);
  if (url.username !== "" || url.password !== "") {
    throw new ClientError(
      "INVALID_URL",
      `${where} holds a user name or a password.`,
      "Take them out of it, and give the token as the token.",
    );
  }
  if (url.protocol === "http:" && !allowInsecureHttp && !isLoopback(url.hostname)) {
    throw new ClientError(
      "INSECURE_URL",
      `${where} is plain http to another machine, where the token and the values could be read on the way.`,
      "Use https. In a network that you trust, allow it by name: allowInsecureHttp: true, or cloud.allow_insecure_http = true.",
    );
  }
  url.search = "";
  url.hash = "";
  const path = url.pathname.replace(/\/+$/, "");
  url.pathname = path.endsWith("/graphql") ? path : `${path}/graphql`;
  return url;
}

function parse(text: string, where: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new ClientError(
    "INVALID_URL",
    `${where} is not a URL of http or https.`,
    "Give the server's address, for example https://keyfold.example.",
  );
}
