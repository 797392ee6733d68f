import { KeyfoldError, nameErrors } from "@keyfold/common/error";

/** Why a command of `keyfold` was refused or failed. The message says what happened and where, never a value. */
export class CommandError extends KeyfoldError {
  /** What the process ends with. */
  readonly exitCode: number;

  constructor(code: string, message: string, tip: string, exitCode = 1) {
    super(code, message, tip);
    this.exitCode = exitCode;
  }

  static {
    nameErrors(CommandError, "CommandError");
  }
}

/** A command line that `keyfold` does not have; ends with 2. */
export class UsageError extends CommandError {
  constructor(message: string, tip: string) {
    super("WRONG_USE", message, tip, 2);
  }

  static {
    nameErrors(UsageError, "UsageError");
  }
}

/** A file that could not be written; `code` is the system's own. */
export function fileNotWritten(file: string, code: string | undefined, tip: string): CommandError {
  return new CommandError("FILE_NOT_WRITTEN", `${file} could not be written (${code}).`, tip);
}
