import { ServerError } from "../server-error.ts";

const [quote, backslash, openList, openObject, closeList, closeObject, comma, colon] = Buffer.from('"\\[{]},:');

/** What a body's JSON may be. */
export interface JsonLimits {
  /** Lists and objects inside each other. */
  readonly depth: number;
  /** Values, in all. */
  readonly items: number;
}

/**
 * Checks JSON before it is parsed: a few million brackets are a small body, but take fifty times their size in memory.
 *
 * @throws ServerError `LIMIT_EXCEEDED` for JSON that nests too deeply or has too many values.
 */
export function checkJson(json: Uint8Array, limits: JsonLimits): void {
  let depth = 0;
  let items = 0;
  let inString = false;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index];
    if (byte === quote) inString = !inString;
    else if (inString) index += byte === backslash ? 1 : 0;
    else if (byte === openList || byte === openObject) {
      depth += 1;
      if (depth > limits.depth) throw limitExceeded(`more than ${limits.depth} lists and objects inside each other`);
    } else if (byte === closeList || byte === closeObject) depth -= 1;
    else if (byte === comma || byte === colon) {
      items += 1;
      if (items > limits.items) throw limitExceeded(`more than ${limits.items} values`);
    }
  }
}

function limitExceeded(what: string): ServerError {
  return new ServerError("LIMIT_EXCEEDED", `The body has ${what}.`, "Store large structures as a string.");
}
