import { isImpossibleDate } from "@keyfold/common/dates";
import { isExactNumber } from "@keyfold/common/decode";
import { scanToml } from "@keyfold/common/scan-toml";
import { parse, TomlError } from "smol-toml";
import { CommandError } from "../terminal/command-error.ts";

/** A number of TOML with a fraction or an exponent. */
const decimal = /^[+-]?[\d_]+(?:\.[\d_]+)?(?:[eE][+-]?[\d_]+)?$/;
/** A time of day with more than the three digits that a date of JavaScript keeps. */
const fineTime = /\d\d:\d\d:\d\d\.\d{3}\d*[1-9]/;

/**
 * The secrets of a TOML file: those of `[context.secrets]` if it has such a table, else those at its top. Nothing is
 * expanded, which is why this is not the configuration's reader. A date becomes a string.
 *
 * @throws CommandError with code INVALID_TOML, INEXACT_NUMBER or NOT_JSON; nothing of the file is in it.
 */
export function parseToml(text: string, path: string): Map<string, unknown> {
  const top = read(text, path);
  refuseInexact(text, path);
  const secrets: unknown = Object(top.context).secrets;
  const ofConfiguration = typeof secrets === "object" && secrets !== null && !Array.isArray(secrets);
  const entries = Object.entries(ofConfiguration ? secrets : top);
  return new Map(entries.map(([name, value]) => [name, asJson(value, text, path)]));
}

function read(text: string, path: string): Record<string, unknown> {
  try {
    return parse(text, { maxDepth: 100 });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The rest of the parser's message quotes the file.
    const reason = (error.message.split("\n")[0] ?? "").replace("Invalid TOML document: ", "");
    throw new CommandError(
      "INVALID_TOML",
      `${path}:${error.line}:${error.column}: This is not TOML: ${reason}.`,
      'Quote strings: KEY = "VALUE". See https://toml.io.',
    );
  }
}

/** JavaScript reads a date that doesn't exist as another, and rounds a decimal number with too many digits. */
function refuseInexact(text: string, path: string): void {
  const bareValue = (_keys: readonly string[], line: number, written: string): void => {
    if (isImpossibleDate(written)) {
      throw new CommandError(
        "INVALID_TOML",
        `${path}:${line}: This month does not have that many days.`,
        "Correct the date, or put it in quotes to keep it as a string.",
      );
    }
    if (!decimal.test(written) || isExactNumber(written.replaceAll("_", "").replace("+", ""))) return;
    throw new CommandError(
      "INEXACT_NUMBER",
      `${path}:${line}: This number can't be held without changing its digits.`,
      "Put it in quotes to keep it as a string.",
    );
  };
  scanToml(text, { bareValue });
}

function asJson(value: unknown, text: string, path: string): unknown {
  if (value instanceof Date && !fineTime.test(text)) return value.toJSON();
  if (value instanceof Date || (typeof value === "number" && !Number.isFinite(value))) {
    throw new CommandError(
      "NOT_JSON",
      `${path} has a value that JSON can't hold: nan, inf, or a time with more than three digits after the second.`,
      "Put it in quotes to keep it as a string.",
    );
  }
  if (Array.isArray(value)) return value.map((item) => asJson(item, text, path));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asJson(item, text, path)]));
}
