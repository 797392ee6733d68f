import { CommandError } from "../command-error.ts";
import { decodeExactly } from "./decode-exactly.ts";

/**
 * A value that was given as JSON.
 *
 * @throws CommandError with code NOT_JSON or INEXACT_NUMBER. The value is not in it.
 */
export function parseJsonValue(text: string): unknown {
  const decoded = decodeExactly(text);
  if (decoded.exact) return decoded.value;
  if (decoded.reason === "number") {
    throw new CommandError(
      "INEXACT_NUMBER",
      "The value has a number that JavaScript can't hold without changing its digits.",
      "Set it as a text: in quotes, or without --json.",
    );
  }
  throw new CommandError(
    "NOT_JSON",
    "The value is not JSON.",
    `With --json a text stands in quotes: '"like this"'. Without --json the value is taken as a text.`,
  );
}
