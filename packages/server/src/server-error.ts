import { KeyfoldError, nameErrors } from "@keyfold/common/error";

/**
 * The codes that `extensions.code` carries, and the code of an error that `createServer` or `initInstance` throws; see
 * docs/errors.md.
 */
export type ServerErrorCode =
  | "UNAUTHENTICATED"
  | "FORBIDDEN"
  | "SIGN_IN_AGAIN"
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
  | "AUDIT_BROKEN"
  | "DATA_FOLDER_MISSING"
  | "ALREADY_INITIALISED"
  | "MASTER_KEY_INVALID"
  | "DATABASE_INVALID"
  | "FILE_NOT_WRITTEN"
  | "PORT_TAKEN"
  | "NOT_READY"
  | "TLS_INVALID"
  | "SETTINGS_INVALID";

/**
 * What the server refuses or cannot do. The message is meant for the caller and never holds a value, a token or a key;
 * `cause` is for the server's own log and never leaves it.
 */
export class ServerError extends KeyfoldError<ServerErrorCode> {
  static {
    nameErrors(ServerError, "ServerError");
  }
}

/** The code by which a refusal is recorded: whatever is no error of the server's own is `INTERNAL`. */
export function codeToRecord(error: unknown): ServerErrorCode {
  return error instanceof ServerError ? error.code : "INTERNAL";
}
