import { createHash } from "node:crypto";

/** Without letters that are taken for others. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const codeLength = 8;

/** What a terminal is known by that waits to be signed in, made of what it alone knows. */
export function challengeOfSecret(secret: string): Buffer {
  return createHash("sha256").update(secret, "utf8").digest();
}

/**
 * The code that the terminal shows. It is no secret: that somebody types it shows that they look at the terminal that began
 * the login, and were not merely sent its URL.
 */
export function codeOf(challenge: Uint8Array): string {
  const hash = createHash("sha256").update("keyfold sign-in code 1").update(challenge).digest();
  return [...hash.subarray(0, codeLength)].map((byte) => letters[byte % letters.length]).join("");
}
