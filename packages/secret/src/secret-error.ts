import { KeyfoldError, nameErrors } from "@keyfold/common/error";

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
export class SecretError extends KeyfoldError<SecretErrorCode> {
  static {
    nameErrors(SecretError, "SecretError");
  }
}

/** No secret has that name where it was looked for. Code SECRET_NOT_FOUND. */
export class SecretNotFoundError extends SecretError {
  constructor(message: string, tip: string) {
    super("SECRET_NOT_FOUND", message, tip);
  }

  static {
    nameErrors(SecretNotFoundError, "SecretNotFoundError");
  }
}

/** A value was asked for outside a run, where the server gives none. Code NOT_IN_RUN. */
export class NotInRunError extends SecretError {
  constructor(message: string, tip: string) {
    super("NOT_IN_RUN", message, tip);
  }

  static {
    nameErrors(NotInRunError, "NotInRunError");
  }
}

/** The run that reads is over: it ended, or its time was up and no other took its place. Code RUN_ENDED. */
export class RunEndedError extends SecretError {
  constructor(message: string, tip: string) {
    super("RUN_ENDED", message, tip);
  }

  static {
    nameErrors(RunEndedError, "RunEndedError");
  }
}

/** The run may not read this name: it isn't on the run's allow-list. Code SECRET_FORBIDDEN. */
export class ForbiddenSecretError extends SecretError {
  constructor(message: string, tip: string) {
    super("SECRET_FORBIDDEN", message, tip);
  }

  static {
    nameErrors(ForbiddenSecretError, "ForbiddenSecretError");
  }
}

/** The server did not answer in time, or not as a Keyfold server does. Code SERVER_UNREACHABLE. */
export class ServerUnreachableError extends SecretError {
  constructor(message: string, tip: string, options?: { cause?: unknown }) {
    super("SERVER_UNREACHABLE", message, tip, options);
  }

  static {
    nameErrors(ServerUnreachableError, "ServerUnreachableError");
  }
}
