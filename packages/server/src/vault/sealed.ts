import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";
import { ServerError } from "../server-error.ts";

declare const sealed: unique symbol;

/** Encrypted bytes: a format byte, the nonce, the tag and the ciphertext. */
export type Sealed = Buffer & { readonly [sealed]: true };

const format = 1;
const nonceLength = 12;
const tagLength = 16;
const headLength = 1 + nonceLength + tagLength;

/** Encrypts with AES-256-GCM under a random nonce; `place` is authenticated along and must be the same to open it. */
export function seal(key: KeyObject, plain: Uint8Array, place: Uint8Array): Sealed {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(place);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(format), nonce, cipher.getAuthTag(), body]) as Sealed;
}

/**
 * Opens what `seal` made. A wrong key, a flipped byte and a moved row all throw the same `DECRYPTION_FAILED`: which of
 * them it was would help only whoever tampers.
 */
export function unseal(key: KeyObject, bytes: Uint8Array, place: Uint8Array): Buffer {
  try {
    if (bytes.length < headLength || bytes[0] !== format) throw new Error("not a sealed value");
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(1, 1 + nonceLength), {
      authTagLength: tagLength,
    });
    decipher.setAAD(place).setAuthTag(bytes.subarray(1 + nonceLength, headLength));
    const plain = decipher.update(bytes.subarray(headLength));
    // GCM has nothing left to give at the end: this checks the tag.
    decipher.final();
    return plain;
  } catch {
    throw decryptionFailed();
  }
}

/** The one thing that is said about a value that does not decrypt. */
export function decryptionFailed(): ServerError {
  return new ServerError(
    "DECRYPTION_FAILED",
    "The stored value can't be decrypted.",
    "Check that the server runs with the master key of this data, or restore a backup.",
  );
}
