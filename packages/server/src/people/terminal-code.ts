import { challengeOfSecret, codeOf } from "@keyfold/common/terminal-code";
import { bearerOf } from "../access/authenticate.ts";

const secretForm = /^keyfold_login_[A-Za-z0-9_-]{43}$/;
const challengeForm = /^[A-Za-z0-9_-]{43}$/;

/** What a terminal is known by that waits to be signed in, by its `Authorization` header. */
export function challengeOf(authorization: string | undefined): Buffer | undefined {
  const secret = bearerOf(authorization);
  return secretForm.test(secret) ? challengeOfSecret(secret) : undefined;
}

/** Reads a challenge as it stands in the URL that a terminal opens. */
export function readChallenge(string: string): Buffer | undefined {
  return challengeForm.test(string) ? Buffer.from(string, "base64url") : undefined;
}

/** Whether somebody typed a code, however they wrote it. */
export function isCode(typed: string, challenge: Uint8Array): boolean {
  const plain = typed
    .slice(0, 40)
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "");
  return plain.replace(/O/g, "0").replace(/[IL]/g, "1") === codeOf(challenge);
}
