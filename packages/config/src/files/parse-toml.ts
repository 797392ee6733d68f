import { isImpossibleDate } from "@keyfold/common/dates";
import { scanToml } from "@keyfold/common/scan-toml";
import { parse, TomlError } from "smol-toml";
import { ConfigError } from "../config-error.ts";
import { formatPath } from "../key-path.ts";
import { tooDeep } from "../merge-table.ts";
import type { OpenTable } from "../table.ts";

/**
 * What a TOML document says. Integers past 2^53 are bigints.
 *
 * @param path - the file's, for errors.
 * @throws ConfigError with code INVALID_TOML, TOO_DEEP or INEXACT_DATE.
 */
export function parseToml(text: string, path: string): OpenTable {
  let table: OpenTable;
  try {
    table = parse(text, { integersAsBigInt: "asNeeded", maxDepth: 100 }) as OpenTable;
  } catch (error) {
    throw syntaxError(error, text, path);
  }
  if (suspicious.test(text)) refuseChangedDates(text, path);
  return table;
}

/** A time of day with more than the three digits that a JavaScript date keeps. */
const fineTime = /:\d\d\.\d{3}\d*[1-9]/;
/** What may be such a time, or a day that not every month has. */
const suspicious = /:\d\d\.\d{4}|-(29|3\d)/;

/** JavaScript would make another date of it. */
function refuseChangedDates(text: string, path: string): void {
  const bareValue = (keys: readonly string[], line: number, value: string): void => {
    const isImpossible = isImpossibleDate(value);
    if (!isImpossible && !fineTime.test(value)) return;
    throw new ConfigError(
      isImpossible ? "INVALID_TOML" : "INEXACT_DATE",
      `${formatPath(keys)} is ${isImpossible ? "not a day of its month" : "finer than milliseconds"}.`,
      "Correct it or quote it.",
      { path, line },
    );
  };
  scanToml(text, { bareValue });
}

function syntaxError(error: unknown, text: string, path: string): ConfigError {
  if (!(error instanceof TomlError)) {
    // Nothing but a stack that ran out of space is left.
    return tooDeep({ path });
  }
  const { line, column } = error;
  const place = { path, line, column };
  // The rest of the parser's message quotes the file.
  const reason = (error.message.split("\n")[0] ?? "").replace("Invalid TOML document: ", "");
  if (reason.includes("excessively nested")) {
    return tooDeep(place);
  }
  const [message, tip] = isUnquoted(text, line, column)
    ? ["The value is a string without quotes.", 'Quote it: KEY = "VALUE"']
    : [`This is not TOML: ${reason}.`, "See https://toml.io for its rules."];
  return new ConfigError("INVALID_TOML", message, tip, place);
}

/** Whether what stands there begins a word that is no value: the page's own `KEY = VALUE`. */
function isUnquoted(text: string, line: number, column: number): boolean {
  const rest = (text.split("\n")[line - 1] ?? "").slice(0, column + 100);
  return /^[^=]*=\s*$/.test(rest.slice(0, column - 1)) && /^[^\s\d"'[\]{}#=,]/.test(rest.slice(column - 1));
}
