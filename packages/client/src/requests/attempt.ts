import type { Clock } from "@keyfold/common/clock";
import { GraphQLClient } from "graphql-request";
import { ClientError } from "../client-error.ts";
import type { Connection } from "../connection.ts";
import { parseRetryAfter } from "../retry.ts";
import { answerFailure, FailedAttempt, invalidResponse, networkFailure } from "./failures.ts";

/** One operation as it is sent. */
export interface Operation {
  readonly document: string;
  readonly variables?: object | undefined;
  /** Whether doing it twice is the same as doing it once. */
  readonly repeatable: boolean;
}

/** Of a response. A thousand values, as many as one request asks for, may well have this. */
const maxBytes = 256 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: unknown;
}

/** What an attempt is made with. */
export interface Transport {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

/**
 * Sends an operation once.
 *
 * @returns the answer's `data`.
 * @throws FailedAttempt, and nothing else.
 */
export async function attempt(
  { fetch, clock }: Transport,
  { endpoint, token: given }: Connection,
  { document, variables }: Operation,
  signal: AbortSignal,
): Promise<object> {
  const { origin } = endpoint;
  const token = typeof given === "string" ? given : await tokenFrom(given);
  let retryAfterMs: number | undefined;
  const client = new GraphQLClient(endpoint.href, {
    // Every document is a string: nothing here needs the parser of graphql.
    excludeOperationName: true,
    errorPolicy: "all",
    jsonSerializer: { stringify: jsonOfRequest, parse: JSON.parse },
    fetch: async (_url, init) => {
      // The token goes past graphql-request, which keeps what it sends in its errors.
      const authorization = `Bearer ${token}`;
      const headers = { accept: "application/json", authorization, "content-type": "application/json" };
      const request = { method: "POST", headers, body: String(init?.body), signal };
      const { response, text } = await fetchFromOrigin(fetch, endpoint, request);
      retryAfterMs = parseRetryAfter(response.headers.get("retry-after"), clock.now());
      const { ok, status } = response;
      return { ok, status, headers: response.headers, text: async () => text } as Response;
    },
  });
  const { status, data, errors } = await answerOf(client, document, variables, origin);
  const isFailure = Array.isArray(errors) ? errors.length > 0 : Boolean(errors);
  if (isFailure || status < 200 || status > 299) {
    throw answerFailure({ status, errors, retryAfterMs }, origin, token);
  }
  if (typeof data === "object" && data !== null) return data;
  throw new FailedAttempt(invalidResponse(origin, "it has no data", status));
}

async function tokenFrom(given: () => Promise<string>): Promise<string> {
  try {
    return await given();
  } catch (error) {
    throw error instanceof ClientError ? new FailedAttempt(error) : error;
  }
}

/** graphql-request's own errors hold the whole request and answer, so nothing of them is kept but what is looked at. */
async function answerOf(
  client: GraphQLClient,
  query: string,
  variables: object | undefined,
  origin: string,
): Promise<Answer> {
  try {
    return await client.rawRequest({ query, ...(variables ? { variables } : {}) });
  } catch (error) {
    if (error instanceof FailedAttempt) throw error;
    const { status, errors } = Object((error as { response?: unknown } | null)?.response) as Partial<Answer>;
    if (status !== undefined) return { status, errors };
    throw new FailedAttempt(invalidResponse(origin, "the answer is not one of GraphQL"));
  }
}

/**
 * A request's body as JSON.
 *
 * @throws FailedAttempt with code BAD_INPUT for what JSON would change without a word (`NaN`, a `Map`, a function, a
 *   `Redacted`, which would be stored as the string `<secret>`) or can't say (a bigint, an object inside itself).
 */
function jsonOfRequest(body: unknown): string {
  try {
    return JSON.stringify(body, refuseChanges);
  } catch {
    const error = new ClientError(
      "BAD_INPUT",
      "The variables hold something that is not JSON. Nothing was sent.",
      "Numbers must be finite, a bigint a string, a Map an object; reveal() what is redacted.",
    );
    throw new FailedAttempt(error);
  }
}

function refuseChanges(this: unknown, key: string, value: unknown): unknown {
  const original: unknown = Object(this)[key];
  const isChanged =
    (typeof value === "number" && !Number.isFinite(value)) ||
    typeof value === "function" ||
    typeof value === "symbol" ||
    (value === undefined && Array.isArray(this)) ||
    value instanceof Map ||
    value instanceof Set ||
    ArrayBuffer.isView(value) ||
    typeof Object(original).reveal === "function";
  if (isChanged) throw new TypeError("not JSON");
  return value;
}

const maxRedirects = 5;

/**
 * Sends a request to its URL's origin and to no other: a redirect elsewhere is refused, one inside is followed where it
 * keeps method and body (307 and 308). Reads the answer to its end.
 *
 * @throws FailedAttempt
 */
async function fetchFromOrigin(
  fetch: typeof globalThis.fetch,
  url: URL,
  request: RequestInit,
): Promise<{ response: Response; text: string }> {
  const { origin } = url;
  let target = url;
  for (let redirects = 0; ; redirects += 1) {
    const response = await sendOnce(fetch, target, request);
    const next = redirectOf(response, target);
    if (next === undefined) return { response, text: await textOf(response, origin) };
    await response.body?.cancel().catch(() => {});
    if (redirects === maxRedirects)
      throw new FailedAttempt(invalidResponse(origin, "it redirects in a circle", response.status));
    target = next;
  }
}

async function sendOnce(fetch: typeof globalThis.fetch, url: URL, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url.href, { ...request, redirect: "manual" });
  } catch (error) {
    throw networkFailure(error, url.origin);
  }
}

async function textOf(response: Response, origin: string): Promise<string> {
  let text: string | undefined;
  try {
    text = await readText(response);
  } catch (error) {
    throw networkFailure(error, origin);
  }
  if (text !== undefined) return text;
  throw new FailedAttempt(invalidResponse(origin, "the answer is too long, or no text", response.status));
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
  if (response.status < 307) throw new FailedAttempt(invalidResponse(origin, "the API has moved", response.status));
  return target;
}

function crossOrigin(origin: string, status: number): FailedAttempt {
  const error = new ClientError(
    "CROSS_ORIGIN_REDIRECT",
    `${origin} redirects to another origin, which the token was not given for. Nothing was sent there.`,
    "If the server has moved, set its new URL and log in there.",
    status,
  );
  return new FailedAttempt(error);
}

/**
 * The text of an answer.
 *
 * @returns `undefined` if it has more than `maxBytes` bytes, or is not UTF-8.
 */
async function readText(response: Response): Promise<string | undefined> {
  if (Number(response.headers.get("content-length") ?? 0) > maxBytes) {
    await response.body?.cancel();
    return undefined;
  }
  if (!response.body) {
    const text = await response.text();
    return text.length > maxBytes ? undefined : text;
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    const part = size > maxBytes ? undefined : decode(decoder, value);
    if (part === undefined) {
      await reader.cancel();
      return undefined;
    }
    text += part;
  }
  const end = decode(decoder);
  return end === undefined ? undefined : text + end;
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): string | undefined {
  try {
    return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
  } catch {
    return undefined;
  }
}
