import { ServerError } from "../server-error.ts";
import type { Limits } from "../settings/limits.ts";
import { Plaintext } from "../vault/plaintext.ts";

/**
 * Checks a secret's value, and gives it back. The error describes what is wrong, never the value.
 *
 * @throws ServerError `BAD_INPUT` for a value that is missing, too large or too deep.
 */
export function checkValue(value: Plaintext | null | undefined, limits: Limits): Plaintext {
  if (value === undefined) {
    throw new ServerError("BAD_INPUT", "No value was given.", "Give any JSON; null must be written out.");
  }
  if (value === null) return new Plaintext(null);
  if (isDeeperThan(value.reveal(), limits.valueDepth)) {
    throw new ServerError(
      "BAD_INPUT",
      `The value has more than ${limits.valueDepth} lists or objects inside each other.`,
      "Store it as a string.",
    );
  }
  if (Buffer.byteLength(JSON.stringify(value.reveal())) > limits.valueBytes) {
    throw new ServerError(
      "BAD_INPUT",
      `The value has more than ${limits.valueBytes} bytes as JSON.`,
      "Store large files elsewhere and keep their key here.",
    );
  }
  return value;
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((item) => isDeeperThan(item, levels - 1));
}
