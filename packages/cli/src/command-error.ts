/** Why a command of `keyfold` was refused or failed. The message says what happened and where, never a value. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  /** Stable, to be compared by programs. */
  readonly code: string;
  /** What to do next. */
  readonly tip: string;
  /** What the process ends with. */
  readonly exitCode: number;

  constructor(code: string, message: string, tip: string, exitCode = 1) {
    super(message);
    this.code = code;
    this.tip = tip;
    this.exitCode = exitCode;
  }
}

/** A command that was typed in a way that it does not have; ends with 2. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";

  constructor(message: string, tip: string) {
    super("WRONG_USE", message, tip, 2);
  }
}
