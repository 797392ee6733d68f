import { ServerError } from "../server-error.ts";

const forbidden = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
const spaceAtAnEnd = /^\p{White_Space}|\p{White_Space}$/u;

/**
 * Throws `BAD_INPUT` for a text that can't be a name: of a secret, and of whatever else a person names. `what` says what
 * it is the name of.
 */
export function checkName(name: string, longest: number, what = "A secret's name"): void {
  const problem = problemWith(name, longest);
  if (problem === undefined) return;
  throw new ServerError(
    "BAD_INPUT",
    `${what} ${problem}.`,
    `Names are 1 to ${longest} characters of Unicode in NFC, with no control characters and no space at either end.`,
  );
}

function problemWith(name: string, longest: number): string | undefined {
  if (name === "") return "is empty";
  // A character is one or two UTF-16 units; counting them all could take long.
  if (name.length > 2 * longest || (name.length > longest && [...name].length > longest))
    return `has more than ${longest} characters`;
  if (forbidden.test(name)) return "has a control character, a line break or half a character";
  if (spaceAtAnEnd.test(name)) return "has a space at one end";
  if (name.normalize("NFC") !== name) return "is not in Unicode's composed form (NFC)";
  return undefined;
}
