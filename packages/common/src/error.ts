/**
 * The base of every error that Keyfold throws: `error instanceof KeyfoldError` is true for `ConfigError`, `ContextError`, `ClientError`,
 * `SecretError` and its kinds, and `ServerError`. Each package exports it. Two copies of a package in one process recognise each
 * other's errors.
 *
 * `message` says what happened and where, `tip` what to do next; whoever prints the one adds the other. Neither holds a secret's value, a
 * token or a key.
 *
 * @example
 * ```ts
 * try {
 *   await start();
 * } catch (error) {
 *   if (!(error instanceof KeyfoldError)) throw error;
 *   console.error(`${error.code}: ${error.message} ${error.tip}`);
 * }
 * ```
 */
export class KeyfoldError<Code extends string = string> extends Error {
  /** Stable across versions; made for programs. */
  readonly code: Code;
  /** What to do next; made for people. */
  readonly tip: string;

  /**
   * @param code - for programs.
   * @param message - what happened and where, without the tip.
   * @param tip - what to do next.
   * @param options - the `cause`, if another error is one.
   */
  constructor(code: Code, message: string, tip: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.tip = tip;
  }

  static {
    nameErrors(KeyfoldError, "KeyfoldError");
  }
}

/** Names a class of errors, in its `static` block; `instanceof` then knows those of another copy of the package by that name. */
export function nameErrors(errors: { readonly prototype: Error }, name: string): void {
  const mark = Symbol.for(`keyfold.${name}`);
  Object.assign(errors.prototype, { name, [mark]: true });
  Object.defineProperty(errors, Symbol.hasInstance, {
    value(this: unknown, error: unknown): boolean {
      // A user's own subclass, which has no name here, inherits this function.
      return this === errors ? mark in Object(error) : Function.prototype[Symbol.hasInstance].call(this, error);
    },
  });
}

/**
 * Puts the frames of whoever made a call in place of an error's own, which lead to where an answer was read and no further.
 *
 * @param stackOfCall - of an `Error` that was made in the function that was called.
 */
export function showCaller(error: unknown, stackOfCall = ""): void {
  if (!(error instanceof KeyfoldError)) return;
  // The first two lines are the message and the function itself.
  error.stack = [String(error), ...stackOfCall.split("\n").slice(2)].join("\n");
}

/** What an error says, for people: its message, then its tip if it has one. */
export function formatError(error: unknown, between = " "): string {
  const { message = String(error), tip } = Object(error) as { message?: string; tip?: string };
  return tip ? `${message}${between}${tip}` : message;
}

/** The code of an error; `""` if it has none. */
export function codeOf(error: unknown): string {
  const { code } = Object(error) as { code?: unknown };
  return typeof code === "string" ? code : "";
}
