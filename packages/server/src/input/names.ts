import { hasInvisible } from "@keyfold/common/invisible";
import { ServerError } from "../server-error.ts";

const spaceAtAnEnd = /^\p{White_Space}|\p{White_Space}$/u;

/**
 * Checks the name of a secret, or of whatever else a person names.
 *
 * @param max - the setting `nameCharacters`.
 * @param what - what it is the name of.
 * @throws ServerError `BAD_INPUT` for a string that can't be a name.
 */
export function checkName(name: string, max: number, what = "A secret's name"): void {
  const problem = problemWith(name, max);
  if (problem === undefined) return;
  throw new ServerError(
    "BAD_INPUT",
    `${what} ${problem}.`,
    `Names are 1 to ${max} characters of Unicode in NFC, with no control or invisible characters and no space at either end.`,
  );
}

/** What most names are: ASCII that is seen, with no space at an end. */
const plain = /^[!-~](?:[ -~]*[!-~])?$/;

function problemWith(name: string, max: number): string | undefined {
  if (name.length <= max && plain.test(name)) return undefined;
  if (name === "") return "is empty";
  // A character is one or two UTF-16 units; counting them all could take long.
  if (name.length > 2 * max || (name.length > max && [...name].length > max)) return `has more than ${max} characters`;
  if (hasInvisible(name)) return "has a control character, a line break, an invisible character or a lone surrogate";
  if (spaceAtAnEnd.test(name)) return "has a space at one end";
  if (name.normalize("NFC") !== name) return "is not in Unicode's composed form (NFC)";
  return undefined;
}

/**
 * Checks that a name that a secret gets can't be taken for a folder's or for all names.
 *
 * @throws ServerError `BAD_INPUT`.
 */
export function checkNewName(name: string): void {
  if (name !== "*" && !name.endsWith("/*")) return;
  throw new ServerError(
    "BAD_INPUT",
    "A secret can't be called * nor have a name that ends in /*.",
    "Grants write all names, and all of a folder's, like that: choose another name.",
  );
}

/**
 * Checks how many items a list has.
 *
 * @param max - the setting `batch`.
 * @throws ServerError `BAD_INPUT` for none, `LIMIT_EXCEEDED` for too many.
 */
export function checkBatch(items: readonly unknown[], max: number): void {
  if (items.length === 0) throw new ServerError("BAD_INPUT", "The list is empty.", "Give at least one name.");
  if (items.length > max) {
    throw new ServerError("LIMIT_EXCEEDED", `The list has more than ${max} items.`, "Send it in several requests.");
  }
}
