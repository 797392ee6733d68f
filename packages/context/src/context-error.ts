import { KeyfoldError, nameErrors } from "@keyfold/common/error";

/** Why a call on the context was refused; see docs/errors.md. */
export type ContextErrorCode = "INVALID_SNAPSHOT";

/** What this package throws. */
export class ContextError extends KeyfoldError<ContextErrorCode> {
  static {
    nameErrors(ContextError, "ContextError");
  }
}
