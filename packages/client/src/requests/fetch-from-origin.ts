import { ClientError } from "../client-error.ts";
import { invalidResponse } from "./answer-failure.ts";
import { FailedAttempt } from "./failed-attempt.ts";
import { networkFailure } from "./network-failure.ts";
import { readText } from "./read-text.ts";

/** What a request is made of. */
export interface OutgoingRequest {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly signal: AbortSignal;
}

const mostRedirects = 5;

/**
 * Sends a request to its URL's origin and to no other: a redirect elsewhere is refused, one inside is followed where it
 * keeps method and body (307 and 308). Reads the answer to its end.
 *
 * @param most - how many bytes an answer may have.
 * @throws FailedAttempt
 */
export async function fetchFromOrigin(
  fetch: typeof globalThis.fetch,
  url: URL,
  request: OutgoingRequest,
  most: number,
): Promise<{ response: Response; text: string }> {
  const { origin } = url;
  let target = url;
  for (let redirects = 0; ; redirects += 1) {
    const response = await sendOnce(fetch, target, request);
    const next = redirectOf(response, target);
    if (next === undefined) return { response, text: await textOf(response, origin, most) };
    await response.body?.cancel().catch(() => {});
    if (redirects === mostRedirects)
      throw refused(invalidResponse(origin, "it redirects in a circle", response.status));
    target = next;
  }
}

async function sendOnce(fetch: typeof globalThis.fetch, url: URL, request: OutgoingRequest): Promise<Response> {
  try {
    return await fetch(url.href, { ...request, redirect: "manual" });
  } catch (error) {
    throw networkFailure(error, url.origin);
  }
}

async function textOf(response: Response, origin: string, most: number): Promise<string> {
  let text: string | undefined;
  try {
    text = await readText(response, most);
  } catch (error) {
    throw networkFailure(error, origin);
  }
  if (text === undefined) throw refused(invalidResponse(origin, "the answer is too long, or no text", response.status));
  return text;
}

/** Where to go from here, or `undefined` for an answer. */
function redirectOf(response: Response, asked: URL): URL | undefined {
  const { origin } = asked;
  // A browser's fetch hides where a redirect goes; a fetch that follows by itself says where it went.
  const answered = response.url ? new URL(response.url).origin : origin;
  if (response.type === "opaqueredirect" || answered !== origin) throw crossOrigin(origin, response.status);
  const location = response.headers.get("location");
  if (![301, 302, 303, 307, 308].includes(response.status) || location === null) return undefined;
  const target = URL.canParse(location, asked.href) ? new URL(location, asked) : undefined;
  if (target?.origin !== origin) throw crossOrigin(origin, response.status);
  if (response.status < 307) throw refused(invalidResponse(origin, "the API has moved", response.status));
  return target;
}

function crossOrigin(origin: string, status: number): FailedAttempt {
  const error = new ClientError(
    "CROSS_ORIGIN_REDIRECT",
    `${origin} redirects to another origin, which the token was not given for. Nothing was sent there.`,
    "If the server has moved, set its new URL and log in there.",
    status,
  );
  return refused(error);
}

function refused(error: ClientError): FailedAttempt {
  return new FailedAttempt(error, "never");
}
