import { CommandError } from "../command-error.ts";
import { decodeExactly } from "../secrets/decode-exactly.ts";

/**
 * The secrets of a JSON file: an object, by name.
 *
 * @throws CommandError with code INVALID_JSON or INEXACT_NUMBER; nothing of the file is in it.
 */
export function parseJson(text: string, path: string): Map<string, unknown> {
  const decoded = decodeExactly(text.replace(/^\ufeff/, ""));
  if (!decoded.exact && decoded.reason === "number") {
    throw new CommandError(
      "INEXACT_NUMBER",
      `${path} has a number that JavaScript can't hold without changing its digits.`,
      "Put it in quotes to keep it as a text.",
    );
  }
  const value = decoded.exact ? decoded.value : undefined;
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return new Map(Object.entries(value));
  throw new CommandError(
    "INVALID_JSON",
    `${path} is not an object of JSON.`,
    'Write it as { "NAME": "value" }; a JSON linter shows where it is wrong.',
  );
}
