import { ClientError, type ClientErrorCode } from "../client-error.ts";
import { FailedAttempt } from "./failed-attempt.ts";
import { tipFor } from "./tip-for.ts";

/** An answer that carries no data, or an error. */
export interface FailingAnswer {
  readonly status: number;
  /** `errors` of a GraphQL answer, unchecked. */
  readonly errors: unknown;
  readonly retryAfterMs: number | undefined;
}

const repeatable = new Set([429, 500, 502, 503, 504]);

const codeOfStatus: Record<number, ClientErrorCode> = {
  401: "UNAUTHENTICATED",
  403: "FORBIDDEN",
  413: "LIMIT_EXCEEDED",
  429: "RATE_LIMITED",
};

/** What an answer says went wrong: in Keyfold's words if it is Keyfold's, else by its HTTP status alone. */
export function answerFailure(answer: FailingAnswer, origin: string, token: string): FailedAttempt {
  const { status, retryAfterMs } = answer;
  const error = keyfoldsError(answer, token) ?? strangersError(status, origin);
  return new FailedAttempt(error, repeatable.has(status) ? "if-repeatable" : "never", retryAfterMs);
}

/** The error of an answer that is no Keyfold server's. */
export function invalidResponse(origin: string, what: string, status?: number): ClientError {
  return new ClientError(
    "INVALID_RESPONSE",
    `${origin} did not answer as a Keyfold server does: ${what}.`,
    "Check that the URL is a Keyfold server's, and what stands between it and you.",
    status,
  );
}

function keyfoldsError({ status, errors }: FailingAnswer, token: string): ClientError | undefined {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const { message, extensions } = Object(first) as { message?: unknown; extensions?: unknown };
  const { code, tip } = Object(extensions) as { code?: unknown; tip?: unknown };
  // An API that is not there is no secret that is not there.
  if (status === 404 || typeof message !== "string" || typeof code !== "string") return undefined;
  if (!/^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return undefined;
  const shownTip = typeof tip === "string" && tip !== "" ? printable(tip, token) : tipFor(code);
  return new ClientError(code, printable(message, token), shownTip, status);
}

function strangersError(status: number, origin: string): ClientError {
  const code = codeOfStatus[status] ?? (status >= 500 ? "SERVER_UNREACHABLE" : "INVALID_RESPONSE");
  if (code === "INVALID_RESPONSE") {
    return invalidResponse(origin, status === 200 ? "its error has no code" : `it answered HTTP ${status}`, status);
  }
  return new ClientError(code, `${origin} answered HTTP ${status}.`, tipFor(code), status);
}

/** A server's text as it may be shown: of one line and some length, and without the token, whatever the server is. */
function printable(text: string, token: string): string {
  return text
    .replaceAll(token, "<token>")
    .replace(/\p{Cc}+/gu, " ")
    .slice(0, 1000);
}
