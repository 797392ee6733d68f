import { ServerError } from "../server-error.ts";

const [quote, backslash, openList, openObject, closeList, closeObject] = Buffer.from('"\\[{]}');

/**
 * Throws `LIMIT_EXCEEDED` for JSON with more lists and objects inside each other than `most`. A few million brackets are
 * a small body, but take a hundred times their size once they are parsed.
 */
export function checkNesting(json: Uint8Array, most: number): void {
  let depth = 0;
  let inText = false;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index];
    if (byte === quote) inText = !inText;
    else if (inText) index += byte === backslash ? 1 : 0;
    else if (byte === openList || byte === openObject) {
      depth += 1;
      if (depth > most) throw tooDeep(most);
    } else if (byte === closeList || byte === closeObject) depth -= 1;
  }
}

function tooDeep(most: number): ServerError {
  return new ServerError(
    "LIMIT_EXCEEDED",
    `The body has more than ${most} lists and objects inside each other.`,
    "Store deep structures as a text.",
  );
}
