import { errorPage } from "@keyfold/common/docs-page";
import { ClientError, type ClientErrorCode } from "../client-error.ts";

/** Whether a failed attempt may be sent again: never, if doing it twice is doing it once, or because it was never done. */
export type Repeat = "never" | "if-repeatable" | "always";

/** One attempt that failed, inside this package; callers get its `error`. */
export class FailedAttempt extends Error {
  readonly error: ClientError;
  readonly repeat: Repeat;
  /** How long the server asked to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(error: ClientError, repeat: Repeat = "never", retryAfterMs?: number) {
    super(error.message);
    this.error = error;
    this.repeat = repeat;
    this.retryAfterMs = retryAfterMs;
  }
}

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

/** What an answer says went wrong: by its code if it is a Keyfold server's, else by its HTTP status alone. */
export function answerFailure(answer: FailingAnswer, origin: string, token: string): FailedAttempt {
  const { status, retryAfterMs } = answer;
  const error = errorByCode(answer, origin, token) ?? errorByStatus(status, origin);
  return new FailedAttempt(error, repeatable.has(status) ? "if-repeatable" : "never", retryAfterMs);
}

/** The error of an answer that is no Keyfold server's. */
export function invalidResponse(origin: string, what: string, status?: number): ClientError {
  return new ClientError(
    "INVALID_RESPONSE",
    `${origin} did not answer as a Keyfold server does: ${what}.`,
    "Check that the URL, with its path, is a Keyfold server's, and what stands between it and you.",
    status,
  );
}

function errorByCode({ status, errors }: FailingAnswer, origin: string, token: string): ClientError | undefined {
  const first: unknown = Array.isArray(errors) ? errors[0] : undefined;
  const { message, extensions } = Object(first) as { message?: unknown; extensions?: unknown };
  const { code, tip } = Object(extensions) as { code?: unknown; tip?: unknown };
  // An API that is not there is no secret that is not there.
  if (status === 404 || typeof message !== "string" || typeof code !== "string") return undefined;
  if (!/^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return undefined;
  const shownTip = typeof tip === "string" && tip !== "" ? printable(tip, token) : tipFor(code);
  return new ClientError(code, printable(message, token), shownTip, status, origin);
}

function errorByStatus(status: number, origin: string): ClientError {
  const code = codeOfStatus[status] ?? (status >= 500 ? "SERVER_UNREACHABLE" : "INVALID_RESPONSE");
  if (code === "INVALID_RESPONSE") {
    return invalidResponse(origin, status === 200 ? "its error has no code" : `it answered HTTP ${status}`, status);
  }
  return new ClientError(code, `${origin} answered HTTP ${status}.`, tipFor(code), status);
}

/**
 * A server's message, as it may be shown: of one line and some length, without a run's token or the one given, whatever the server is, and
 * what it says for the sake of Prefect's clients in the words of everybody else.
 */
export function printable(message: string, token?: string): string {
  const shown = message
    .replaceAll(token ?? /keyfold_run_[\w-]+/g, "<token>")
    .replace(/\p{Cc}+/gu, " ")
    .slice(0, 1000);
  return shown === "No value found for the requested key" ? "There is no secret of this name." : shown;
}

/** Codes of Node, then of Bun, after which the request has surely not reached a server. */
const neverSent = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "ConnectionRefused",
  "FailedToOpenSocket",
]);

const ofCertificates = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|HOSTNAME_MISMATCH/;

/**
 * What `fetch` threw, as an error that shows its code alone: its message may hold anything. A certificate that was refused
 * stays refused, so that is not repeated.
 */
export function networkFailure(thrown: unknown, origin: string): FailedAttempt {
  const code = networkCodeOf(thrown);
  const shown = code === undefined ? "" : ` (${code})`;
  if (code === undefined ? isAboutCertificate(thrown) : ofCertificates.test(code)) {
    const error = new ClientError(
      "SERVER_UNREACHABLE",
      `The certificate of ${origin} was not accepted${shown}. Nothing was sent.`,
      "Check that the URL has the name that the certificate is for; NODE_EXTRA_CA_CERTS adds an authority of your own.",
    );
    return new FailedAttempt(error);
  }
  const error = new ClientError(
    "SERVER_UNREACHABLE",
    `There was no answer from ${origin}${shown}.`,
    "Check that the server runs, and the URL's scheme, host and port; keyfold doctor looks into it.",
  );
  return new FailedAttempt(error, neverSent.has(code ?? "") ? "always" : "if-repeatable");
}

/** `fetch` of Node hides the reason in `cause`; that of a name with many addresses holds one for each. */
function networkCodeOf(thrown: unknown): string | undefined {
  let error = thrown;
  for (let depth = 0; depth < 5 && typeof error === "object" && error !== null; depth += 1) {
    const { code, cause, errors } = error as { code?: unknown; cause?: unknown; errors?: unknown };
    if (typeof code === "string" && /^\w{3,60}$/.test(code)) return code;
    error = cause ?? (Array.isArray(errors) ? errors[0] : undefined);
  }
  return undefined;
}

/** Deno gives no codes. */
function isAboutCertificate(thrown: unknown): boolean {
  return thrown instanceof Error && /certificate/i.test(`${thrown.message} ${String(thrown.cause)}`);
}

const tips: Partial<Record<ClientErrorCode, string>> = {
  UNAUTHENTICATED: "Log in again, or use a token that has neither expired nor been revoked.",
  FORBIDDEN: "Use a token of a role that may do this.",
  NOT_FOUND: "See what is there with: keyfold secret list.",
  RUN_ENDED: "Open a new run; extend a long one before it expires.",
  RUN_EXPIRED: "Open a new run; extend a long one before it expires.",
  NAME_NOT_ALLOWED: "Add the name to the list with which the run is opened.",
  BAD_INPUT: "Compare the request with the server's schema.",
  LIMIT_EXCEEDED: "Send less in one request.",
  RATE_LIMITED: "Send fewer requests, or try again in a second.",
  LIST_TIMEOUT: "Narrow the list by its filters, or read it in pages that go on behind a row.",
  ISSUER_UNAVAILABLE: "Try again; the server's operator can see in its log why the issuer can't be asked.",
  AUDIT_UNAVAILABLE: "The server's operator has to look at its audit log; /readyz says which part is not ready.",
  DATABASE_UNAVAILABLE: "The server's operator has to look at its database; /readyz says which part is not ready.",
  VAULT_UNAVAILABLE: "The server's operator has to look at its vault; /readyz says which part is not ready.",
  DECRYPTION_FAILED: "The server's operator has to check its master key and its database.",
  KEY_USED_UP: "The server's operator has to give the team a new data key: keyfold-server rotate-key --data-keys.",
  CONFLICT: "Look at what is there already, then try again.",
  INTERNAL: "The server's log says more, under the id of the request.",
  SERVER_UNREACHABLE: "Try again, and see whether the server runs; keyfold doctor looks into it.",
};

/** What to do about an error to which the server gave no tip. */
function tipFor(code: ClientErrorCode): string {
  return tips[code] ?? `See ${errorPage(code)}.`;
}
