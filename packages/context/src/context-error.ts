/** Why a call on the context was refused; see docs/errors.md. */
export type ContextErrorCode = "INVALID_SNAPSHOT";

/** What this package throws. */
export class ContextError extends Error {
  override readonly name = "ContextError";
  /** Stable across versions; made for programs. */
  readonly code: ContextErrorCode;
  /** What to do next; made for people. */
  readonly tip: string;

  /** @param message - what happened and where. */
  constructor(message: string, code: ContextErrorCode, tip: string) {
    super(message);
    this.code = code;
    this.tip = tip;
  }
}
