import { KeyfoldError, nameErrors } from "@keyfold/common/error";

/** Why a configuration can't be loaded; see docs/errors.md. */
export type ConfigErrorCode =
  | "FILE_NOT_FOUND"
  | "FILE_UNREADABLE"
  | "NOT_A_FILE"
  | "FILE_TOO_LARGE"
  | "FILE_CHANGED"
  | "INVALID_UTF8"
  | "INVALID_TOML"
  | "INEXACT_DATE"
  | "TOO_DEEP"
  | "INVALID_VARIABLE"
  | "INVALID_PATH"
  | "VARIABLE_CYCLE"
  | "REFERENCE_CYCLE"
  | "REFERENCE_TOO_DEEP"
  | "TEXT_TOO_LONG"
  | "INVALID_CONFIG"
  | "ASYNC_SCHEMA";

/** Where in a file an error is. */
export interface ErrorPlace {
  readonly path: string;
  /** From 1. */
  readonly line?: number | undefined;
  /** In characters, from 1. */
  readonly column?: number | undefined;
}

/** What this package throws. It names files, lines, keys and variables, never a value nor a line of a file: those hold secrets. */
export class ConfigError extends KeyfoldError<ConfigErrorCode> {
  /** The file that is at fault, if one is. */
  declare readonly path?: string;
  /** From 1. */
  declare readonly line?: number;
  /** In characters, from 1. */
  declare readonly column?: number;

  /**
   * @param code - for programs.
   * @param message - what happened.
   * @param tip - what to do next.
   * @param place - the file; the message begins with it.
   */
  constructor(code: ConfigErrorCode, message: string, tip: string, place?: ErrorPlace) {
    const where = place ? `${[place.path, place.line, place.column].filter(Boolean).join(":")}: ` : "";
    super(code, where + message, tip);
    Object.assign(this, place);
  }

  static {
    nameErrors(ConfigError, "ConfigError");
  }
}
