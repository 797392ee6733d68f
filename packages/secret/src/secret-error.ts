/** Why a secret could not be read; see docs/errors.md. Other codes are the server's own. */
export type SecretErrorCode =
  | "SECRET_NOT_FOUND"
  | "NOT_IN_RUN"
  | "RUN_ENDED"
  | "SECRET_FORBIDDEN"
  | "SERVER_UNREACHABLE"
  | "SECRET_INVALID"
  | "BAD_INPUT"
  | (string & {});

/** What this package throws. The message says what happened and where, never a value. */
export class SecretError extends Error {
  override readonly name: string = "SecretError";
  /** Stable across versions; made for programs. */
  readonly code: SecretErrorCode;
  /** What to do next; made for people. */
  readonly tip: string;

  /**
   * @param code - for programs.
   * @param message - what happened and where, never a value.
   * @param tip - what to do next; it is added to the message.
   */
  constructor(code: SecretErrorCode, message: string, tip: string) {
    super(`${message} ${tip}`);
    this.code = code;
    this.tip = tip;
  }
}

/** No secret has that name where it was looked for. Code SECRET_NOT_FOUND. */
export class SecretNotFoundError extends SecretError {
  override readonly name: string = "SecretNotFoundError";

  constructor(message: string, tip: string) {
    super("SECRET_NOT_FOUND", message, tip);
  }
}

/** A value was asked for outside a run, where the server gives none. Code NOT_IN_RUN. */
export class NotInRunError extends SecretError {
  override readonly name: string = "NotInRunError";

  constructor(message: string, tip: string) {
    super("NOT_IN_RUN", message, tip);
  }
}

/** The run that reads is over: ended or expired. Code RUN_ENDED. */
export class RunEndedError extends SecretError {
  override readonly name: string = "RunEndedError";

  constructor(message: string, tip: string) {
    super("RUN_ENDED", message, tip);
  }
}

/** The run may not read this name: it isn't on the run's allow-list. Code SECRET_FORBIDDEN. */
export class ForbiddenSecretError extends SecretError {
  override readonly name: string = "ForbiddenSecretError";

  constructor(message: string, tip: string) {
    super("SECRET_FORBIDDEN", message, tip);
  }
}

/** The server did not answer in time, or not as a Keyfold server does. Code SERVER_UNREACHABLE. */
export class ServerUnreachableError extends SecretError {
  override readonly name: string = "ServerUnreachableError";

  constructor(message: string, tip: string) {
    super("SERVER_UNREACHABLE", message, tip);
  }
}
