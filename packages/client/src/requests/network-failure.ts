import { ClientError } from "../client-error.ts";
import { FailedAttempt } from "./failed-attempt.ts";

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
 * What `fetch` threw, as an error that shows its code alone: its texts may hold anything. A certificate that was refused
 * stays refused, so that is not repeated.
 */
export function networkFailure(thrown: unknown, origin: string): FailedAttempt {
  const code = codeOf(thrown);
  const shown = code === undefined ? "" : ` (${code})`;
  if (code === undefined ? isAboutCertificate(thrown) : ofCertificates.test(code)) {
    const error = new ClientError(
      "SERVER_UNREACHABLE",
      `The certificate of ${origin} was not accepted${shown}. Nothing was sent.`,
      "Check that the URL has the name that the certificate is for; NODE_EXTRA_CA_CERTS adds an authority of your own.",
    );
    return new FailedAttempt(error, "never");
  }
  const error = new ClientError(
    "SERVER_UNREACHABLE",
    `There was no answer from ${origin}${shown}.`,
    "Check that the server runs and that the URL is its address; keyfold doctor looks into it.",
  );
  return new FailedAttempt(error, neverSent.has(code ?? "") ? "always" : "if-repeatable");
}

/** `fetch` of Node hides the reason in `cause`; that of a name with many addresses holds one for each. */
function codeOf(thrown: unknown): string | undefined {
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
