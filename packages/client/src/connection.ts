import { isLoopback } from "@keyfold/common/loopback";
import type { Config } from "@keyfold/config";
import { ClientError } from "./client-error.ts";
import type { RetryOptions } from "./retry.ts";

/** How a client is made. */
export interface ClientOptions {
  /** The server, for example `https://keyfold.example`. Otherwise the configuration's `cloud.url`. */
  url?: string;
  /** Who calls. Otherwise the configuration's `cloud.token` or `cloud.identity` if it is for the same origin, otherwise the login of that origin. */
  token?: string;
  /** In place of the runtime's own, or in Node of its client of HTTP. It must leave redirects alone when `redirect` is `manual`. */
  fetch?: typeof globalThis.fetch;
  /** How long a call may take, in milliseconds, all attempts together. Otherwise `cloud.request_timeout_seconds`, or 30 s. */
  timeoutMs?: number;
  /** How calls are repeated that may be; `false` for not at all. */
  retry?: RetryOptions | false;
  /** Allows plain http to another machine. Otherwise the configuration's `cloud.allow_insecure_http`, which is false. */
  allowInsecureHttp?: boolean;
  /** A configuration that was loaded already, for all that is not given here; otherwise one is loaded if `url` or `token` is not given. */
  config?: Config;
}

/** Where requests go, and as whom. It is never shown to anyone. */
export interface Connection {
  /** The URL of the API. */
  readonly endpoint: URL;
  /** A token, or what gives one for each attempt. */
  readonly token: string | (() => Promise<string>);
  /** How long a call may take, in milliseconds. */
  readonly timeoutMs: number;
}

/**
 * Reads a server's URL.
 *
 * @param string - for example `https://keyfold.example`, with or without a path under which the server stands.
 * @param where - what names the URL, for messages: a URL that is not valid may hold anything, so it is not shown.
 * @returns the URL of its API: `/graphql` under the path given.
 * @throws ClientError with code INVALID_URL or INSECURE_URL.
 */
export function checkUrl(string: string, where: string, allowInsecureHttp: boolean): URL {
  const url = httpUrl(string, `${where} is not a URL of http or https.`);
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

/**
 * A URL of http or https.
 *
 * @param message - of the error for any other string.
 * @throws ClientError with code INVALID_URL.
 */
export function httpUrl(string: string, message: string): URL {
  const url = URL.canParse(string) ? new URL(string) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new ClientError("INVALID_URL", message, "Give the server's address, for example https://keyfold.example.");
}

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
    "A line break or a space at its end is a common reason: trim it.",
  );
}

/** What a timer of JavaScript can wait at most, in milliseconds. */
const maxMs = 2 ** 31 - 1;

/**
 * A time that a call may take, in milliseconds.
 *
 * @param where - what sets the time, for the message.
 * @throws ClientError with code INVALID_OPTIONS.
 */
export function checkTimeout(milliseconds: number, where: string): number {
  if (milliseconds > 0 && milliseconds <= maxMs) return milliseconds;
  throw new ClientError(
    "INVALID_OPTIONS",
    `${where} is not a time that a call may take.`,
    "Give a number above 0, and at most 24 days.",
  );
}
