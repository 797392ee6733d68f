/** Why a command of `keyfold` was refused or failed. The message says what happened and where, never a value. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  /** Stable, to be compared by programs. */
  readonly code: string;
  /** What to do next; empty if there is nothing. */
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

/** A command line that `keyfold` does not have; ends with 2. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";

  constructor(message: string, tip: string) {
    super("WRONG_USE", message, tip, 2);
  }
}

/** A file that could not be written; `code` is the system's own. */
export function fileNotWritten(file: string, code: string | undefined, tip: string): CommandError {
  return new CommandError("FILE_NOT_WRITTEN", `${file} could not be written (${code}).`, tip);
}
