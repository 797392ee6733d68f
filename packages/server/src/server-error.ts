/**
 * The codes that `extensions.code` carries, and the code of an error that `createServer` or `initInstance` throws; see
 * docs/errors.md.
 */
export type ServerErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "RUN_ENDED"
  | "NAME_NOT_ALLOWED"
  | "BAD_INPUT"
  | "LIMIT_EXCEEDED"
  | "RATE_LIMITED"
  | "AUDIT_UNAVAILABLE"
  | "DATABASE_UNAVAILABLE"
  | "VAULT_UNAVAILABLE"
  | "DECRYPTION_FAILED"
  | "CONFLICT"
  | "INTERNAL"
  | "AUDIT_BROKEN"
  | "DATA_FOLDER_MISSING"
  | "ALREADY_INITIALISED"
  | "MASTER_KEY_INVALID"
  | "DATABASE_INVALID"
  | "FILE_NOT_WRITTEN"
  | "PORT_TAKEN"
  | "TLS_INVALID"
  | "SETTINGS_INVALID";

/**
 * What the server refuses or cannot do. The message is meant for the caller and never holds a value, a token or a key;
 * `cause` is for the server's own log and never leaves it.
 */
export class ServerError extends Error {
  override readonly name: string = "ServerError";
  /** Stable, to be compared by programs. */
  readonly code: ServerErrorCode;
  /** What to do next; made for people. */
  readonly tip: string;

  constructor(code: ServerErrorCode, message: string, tip: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.tip = tip;
  }
}
