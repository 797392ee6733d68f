import { createHash } from "node:crypto";

const form = /^Bearer +(keyfold_login_[A-Za-z0-9_-]{43}) *$/i;
const challengeForm = /^[A-Za-z0-9_-]{43}$/;
/** Without letters that are taken for others. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const codeLength = 8;

/** What a terminal is known by that waits to be signed in: the SHA-256 of what its `Authorization` header holds. */
export function challengeOf(authorization: string | undefined): Buffer | undefined {
  const secret = form.exec(authorization ?? "")?.[1];
  return secret === undefined ? undefined : createHash("sha256").update(secret, "utf8").digest();
}

/** Reads a challenge as it stands in the URL that a terminal opens. */
export function readChallenge(string: string): Buffer | undefined {
  return challengeForm.test(string) ? Buffer.from(string, "base64url") : undefined;
}

/**
 * The code that the terminal shows. It is no secret: that somebody types it shows that they look at the terminal that began
 * the login, and were not merely sent its URL.
 */
export function codeOf(challenge: Uint8Array): string {
  const hash = createHash("sha256").update("keyfold sign-in code 1").update(challenge).digest();
  return [...hash.subarray(0, codeLength)].map((byte) => letters[byte % letters.length]).join("");
}

/** Whether somebody typed a code, however they wrote it. */
export function isCode(typed: string, challenge: Uint8Array): boolean {
  const plain = typed
    .slice(0, 40)
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "");
  return plain.replace(/O/g, "0").replace(/[IL]/g, "1") === codeOf(challenge);
}
