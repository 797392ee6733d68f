import type { ClientErrorCode } from "../client-error.ts";

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
  AUDIT_UNAVAILABLE: "The server's operator has to look at its audit log; /readyz says which part is not ready.",
  DATABASE_UNAVAILABLE: "The server's operator has to look at its database; /readyz says which part is not ready.",
  VAULT_UNAVAILABLE: "The server's operator has to look at its vault; /readyz says which part is not ready.",
  DECRYPTION_FAILED: "The server's operator has to check its master key and its database.",
  CONFLICT: "Look at what is there already, then try again.",
  INTERNAL: "The server's log says more, under the id of the request.",
  SERVER_UNREACHABLE: "Try again, and see whether the server runs; keyfold doctor looks into it.",
};

/** What to do about an error of a server that didn't say it. */
export function tipFor(code: ClientErrorCode): string {
  return tips[code] ?? "See docs/errors.md for the code.";
}
