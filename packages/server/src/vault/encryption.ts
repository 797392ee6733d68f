import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { encodeFields } from "../encode-fields.ts";
import { ServerError } from "../server-error.ts";
import { Plaintext } from "./plaintext.ts";

/** Which value: one version of a name of a team. Its encryption is bound to this, so a row moved elsewhere does not decrypt. */
export interface ValueKey {
  readonly teamId: string;
  readonly name: string;
  /** From 1. */
  readonly version: number;
}

declare const sealed: unique symbol;

/** Encrypted bytes: a format byte, the nonce, the tag and the ciphertext. */
export type Sealed = Buffer & { readonly [sealed]: true };

const format = 1;
const nonceLength = 12;
const tagLength = 16;
const headLength = 1 + nonceLength + tagLength;

/** Encrypts a value under its team's data key. */
export function encryptValue(teamKey: KeyObject, valueKey: ValueKey, value: Plaintext): Sealed {
  return seal(teamKey, valueKey, JSON.stringify(value.reveal()));
}

/**
 * Gives back the value that `encryptValue` got.
 *
 * @throws ServerError `DECRYPTION_FAILED`, whatever the reason.
 */
export function decryptValue(teamKey: KeyObject, valueKey: ValueKey, bytes: Uint8Array): Plaintext {
  return new Plaintext(JSON.parse(unseal(teamKey, valueKey, bytes)));
}

/** Encrypts what a vault stores for a value. */
export function seal(teamKey: KeyObject, valueKey: ValueKey, plain: string): Sealed {
  return encrypt(teamKey, Buffer.from(plain, "utf8"), associatedData(valueKey));
}

/**
 * Opens what `seal` made.
 *
 * @throws ServerError `DECRYPTION_FAILED`.
 */
export function unseal(teamKey: KeyObject, valueKey: ValueKey, bytes: Uint8Array): string {
  return decrypt(teamKey, bytes, associatedData(valueKey)).toString("utf8");
}

/** Encrypts a key under another; `owner` says whose key it is, and must be the same to unwrap it. */
export function wrapKey(wrapping: KeyObject, owner: string, key: Uint8Array): Sealed {
  return encrypt(wrapping, key, encodeFields(["keyfold key 1", owner]));
}

/** @throws ServerError `DECRYPTION_FAILED` for another wrapping key or another owner. */
export function unwrapKey(wrapping: KeyObject, owner: string, wrapped: Uint8Array): KeyObject {
  return createSecretKey(decrypt(wrapping, wrapped, encodeFields(["keyfold key 1", owner])));
}

/** The one thing that is said about a value that does not decrypt. */
export function decryptionFailed(): ServerError {
  return new ServerError(
    "DECRYPTION_FAILED",
    "The stored value can't be decrypted.",
    "Check that the server runs with the master key of this data, or restore a backup.",
  );
}

function associatedData({ teamId, name, version }: ValueKey): Buffer {
  return encodeFields(["keyfold value 1", teamId, name, version]);
}

/** AES-256-GCM under a random nonce. */
function encrypt(key: KeyObject, plain: Uint8Array, associated: Uint8Array): Sealed {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(associated);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.of(format), nonce, cipher.getAuthTag(), body]) as Sealed;
}

/**
 * Opens what `encrypt` made. A wrong key, a flipped byte and a moved row all throw the same `DECRYPTION_FAILED`: which of
 * them it was would help only whoever tampers.
 */
function decrypt(key: KeyObject, bytes: Uint8Array, associated: Uint8Array): Buffer {
  try {
    if (bytes.length < headLength || bytes[0] !== format) throw new Error("not a sealed value");
    const nonce = bytes.subarray(1, 1 + nonceLength);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagLength });
    decipher.setAAD(associated).setAuthTag(bytes.subarray(1 + nonceLength, headLength));
    const plain = decipher.update(bytes.subarray(headLength));
    // GCM has nothing left to give at the end: this checks the tag.
    decipher.final();
    return plain;
  } catch {
    throw decryptionFailed();
  }
}
