import type { Clock } from "@keyfold/common/clock";
import { GraphQLClient } from "graphql-request";
import type { Connection } from "../connection/connection.ts";
import { parseRetryAfter } from "../retry.ts";
import { answerFailure, invalidResponse } from "./answer-failure.ts";
import { FailedAttempt } from "./failed-attempt.ts";
import { fetchFromOrigin } from "./fetch-from-origin.ts";
import { jsonOfRequest } from "./json-of-request.ts";

/** One operation as it is sent. */
export interface Operation {
  readonly document: string;
  readonly variables?: object | undefined;
  /** Whether doing it twice is the same as doing it once. */
  readonly repeatable: boolean;
}

/** Bytes of an answer. A thousand values, as many as one request asks for, may well have this. */
const longestAnswer = 256 * 1024 * 1024;

interface Answer {
  readonly status: number;
  readonly data?: unknown;
  readonly errors?: unknown;
}

/** What an attempt is made with. */
export interface Outlet {
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
  { fetch, clock }: Outlet,
  { endpoint, token }: Connection,
  { document, variables }: Operation,
  signal: AbortSignal,
): Promise<object> {
  const { origin } = endpoint;
  let retryAfterMs: number | undefined;
  const client = new GraphQLClient(endpoint.href, {
    // Every document is a text: nothing here needs the parser of graphql.
    excludeOperationName: true,
    errorPolicy: "all",
    jsonSerializer: { stringify: jsonOfRequest, parse: JSON.parse },
    fetch: async (_url, init) => {
      const request = { method: "POST", headers: headersOf(token), body: String(init?.body), signal };
      const { response, text } = await fetchFromOrigin(fetch, endpoint, request, longestAnswer);
      retryAfterMs = parseRetryAfter(response.headers.get("retry-after"), clock.now());
      const { ok, status } = response;
      return { ok, status, headers: response.headers, text: async () => text } as Response;
    },
  });
  const { status, data, errors } = await answerOf(client, document, variables, origin);
  if (isFailure(errors) || status < 200 || status > 299) {
    throw answerFailure({ status, errors, retryAfterMs }, origin, token);
  }
  if (typeof data === "object" && data !== null) return data;
  throw new FailedAttempt(invalidResponse(origin, "it has no data", status), "never");
}

/** The token goes past graphql-request, which keeps what it sends in its errors. */
function headersOf(token: string): Record<string, string> {
  return { accept: "application/json", authorization: `Bearer ${token}`, "content-type": "application/json" };
}

function isFailure(errors: unknown): boolean {
  return Array.isArray(errors) ? errors.length > 0 : Boolean(errors);
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
    throw new FailedAttempt(invalidResponse(origin, "the answer is not one of GraphQL"), "never");
  }
}
