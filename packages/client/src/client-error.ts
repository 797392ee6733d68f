import { KeyfoldError, nameErrors } from "@keyfold/common/error";

/** The server's codes, then the client's own; see docs/errors.md. A newer server may have others. */
export type ClientErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "RUN_ENDED"
  | "RUN_EXPIRED"
  | "NAME_NOT_ALLOWED"
  | "BAD_INPUT"
  | "LIMIT_EXCEEDED"
  | "RATE_LIMITED"
  | "LIST_TIMEOUT"
  | "ISSUER_UNAVAILABLE"
  | "AUDIT_UNAVAILABLE"
  | "DATABASE_UNAVAILABLE"
  | "VAULT_UNAVAILABLE"
  | "DECRYPTION_FAILED"
  | "KEY_USED_UP"
  | "CONFLICT"
  | "INTERNAL"
  | "SERVER_UNREACHABLE"
  | "TIMEOUT"
  | "INVALID_RESPONSE"
  | "CROSS_ORIGIN_REDIRECT"
  | "NO_TOKEN"
  | "INVALID_TOKEN"
  | "IDENTITY_UNAVAILABLE"
  | "INVALID_URL"
  | "INSECURE_URL"
  | "UNTRUSTED_URL"
  | "UNTRUSTED_TOKEN"
  | "INVALID_OPTIONS"
  | "INVALID_LOGINS"
  | "LOGINS_UNAVAILABLE"
  | (string & {});

/** What this package throws. It never holds a value, a token or what a server answered beyond its error's message. */
export class ClientError extends KeyfoldError<ClientErrorCode> {
  /** The HTTP status of the answer; absent where none came. */
  declare readonly status?: number;
  /** The server that refused, by its origin; absent where the error is not a Keyfold server's own. */
  declare readonly origin?: string;

  /**
   * @param code - for programs.
   * @param message - what happened and where.
   * @param tip - what to do next.
   * @param status - the HTTP status of the answer, if there was one.
   * @param origin - the server that refused, if one did.
   */
  constructor(code: ClientErrorCode, message: string, tip: string, status?: number, origin?: string) {
    super(code, message, tip);
    if (status !== undefined) this.status = status;
    if (origin !== undefined) this.origin = origin;
  }

  static {
    nameErrors(ClientError, "ClientError");
  }
}
