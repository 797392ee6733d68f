import { isExactNumber } from "@keyfold/common/decode";
import { ServerError } from "../server-error.ts";

/** A number that may have lost digits: a double keeps fifteen, wherever the point is; or one with an exponent. */
const suspicious = /[\d.]{16}|\d[eE]/;

/** What a number is refused with that a double can't hold. */
export const inexactNumber = "A number has more digits than can be kept: send it as a string.";

/**
 * Parses the JSON of a body.
 *
 * @throws ServerError `BAD_INPUT` for what isn't JSON, and for a number that would lose digits.
 */
export function parseJson(text: string): unknown {
  try {
    // A reviver is slow; most bodies need none.
    return suspicious.test(text) ? JSON.parse(text, refuseInexact) : JSON.parse(text);
  } catch (error) {
    if (error instanceof ServerError) throw error;
    throw new ServerError("BAD_INPUT", "The body is not valid JSON.", 'Send {"query": …, "variables": {…}}.');
  }
}

/** @param context - what JSON.parse gives a reviver since ES2026. */
function refuseInexact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value === "number" && context?.source !== undefined && !isExactNumber(context.source)) {
    throw new ServerError("BAD_INPUT", inexactNumber, "Any JSON can be a value, but its numbers must fit a double.");
  }
  return value;
}
