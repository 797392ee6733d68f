import { KeyfoldError, nameErrors } from "@keyfold/common/error";

/** See docs/errors.md. */
export type BrokerErrorCode =
  | "BAD_USE"
  | "BAD_PROXY"
  | "BAD_REQUEST"
  | "HOST_NOT_ALLOWED"
  | "HOST_UNREACHABLE"
  | "ANSWER_NOT_MASKED"
  | "VALUE_NOT_USABLE"
  | "NO_SESSION";

/** What this package throws, and what it answers requests with that it can't send on. It never holds a value. */
export class BrokerError extends KeyfoldError<BrokerErrorCode> {
  static {
    nameErrors(BrokerError, "BrokerError");
  }
}
