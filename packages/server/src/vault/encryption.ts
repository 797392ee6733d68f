import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomFillSync,
} from "node:crypto";
import { encodeFields } from "../encode-fields.ts";
import { ServerError } from "../server-error.ts";
import { Plaintext } from "./plaintext.ts";

/** Which secret. */
export interface SecretKey {
  readonly teamId: string;
  /** Another one if the name is removed and made anew: its versions begin at 1 again. */
  readonly secretId: string;
  readonly name: string;
}

/** Which value: one version of a secret. Its encryption is bound to this, so a row moved elsewhere does not decrypt. */
export interface ValueKey extends SecretKey {
  /** From 1. */
  readonly version: number;
}

declare const sealed: unique symbol;

/** Encrypted bytes: a format byte, for a value the number of the data key, the nonce, the tag and the ciphertext. */
export type Sealed = Buffer & { readonly [sealed]: true };

/** A data key of a team, and its number among them, from 1. */
export interface DataKey {
  readonly number: number;
  readonly key: KeyObject;
}

const keyFormat = 1;
const valueFormat = 2;
const numberLength = 4;
const nonceLength = 12;
const tagLength = 16;

/** Encrypts a value under its team's data key. */
export function encryptValue(dataKey: DataKey, valueKey: ValueKey, value: Plaintext): Sealed {
  return seal(dataKey, valueKey, JSON.stringify(value.reveal()));
}

/**
 * Gives back the value that `encryptValue` got.
 *
 * @throws ServerError `DECRYPTION_FAILED`, whatever the reason.
 */
export function decryptValue(dataKey: DataKey, valueKey: ValueKey, bytes: Uint8Array): Plaintext {
  return new Plaintext(JSON.parse(unseal(dataKey, valueKey, bytes)));
}

/** Encrypts what a vault stores for a value. */
export function seal({ number, key }: DataKey, valueKey: ValueKey, plain: string): Sealed {
  const head = Buffer.alloc(1 + numberLength);
  head.writeUInt8(valueFormat);
  head.writeUInt32BE(number, 1);
  return encrypt(key, head, Buffer.from(plain, "utf8"), associatedData(head, valueKey));
}

/**
 * Opens what `seal` made.
 *
 * @throws ServerError `DECRYPTION_FAILED`.
 */
export function unseal({ number, key }: DataKey, valueKey: ValueKey, bytes: Uint8Array): string {
  if (numberOfKey(bytes) !== number) throw decryptionFailed();
  const head = bytes.subarray(0, 1 + numberLength);
  return decrypt(key, head.length, bytes, associatedData(head, valueKey)).toString("utf8");
}

/**
 * The number of the data key that a value was sealed under.
 *
 * @throws ServerError `DECRYPTION_FAILED` for what is no sealed value.
 */
export function numberOfKey(bytes: Uint8Array): number {
  if (!isSealed(bytes)) throw decryptionFailed();
  let number = 0;
  for (let index = 1; index <= numberLength; index += 1) number = 256 * number + (bytes[index] ?? 0);
  return number;
}

/** Whether bytes begin as those of a sealed value do. */
export function isSealed(bytes: Uint8Array): boolean {
  return bytes.length >= 1 + numberLength && bytes[0] === valueFormat;
}

/**
 * Opens a value that was sealed before secrets had ids.
 *
 * @throws ServerError `DECRYPTION_FAILED`.
 */
export function unsealOld(key: KeyObject, { teamId, name, version }: ValueKey, bytes: Uint8Array): string {
  const associated = encodeFields(["keyfold value 1", teamId, name, version]);
  if (bytes[0] !== keyFormat) throw decryptionFailed();
  return decrypt(key, 1, bytes, associated).toString("utf8");
}

/** A key of its own for one purpose, which `info` names: by HKDF with SHA-256. */
export function deriveKey(key: KeyObject, info: string): KeyObject {
  return createSecretKey(Buffer.from(hkdfSync("sha256", key, Buffer.alloc(0), info, 32)));
}

/** Encrypts a key under another; `owner` says whose key it is, and must be the same to unwrap it. */
export function wrapKey(wrapping: KeyObject, owner: string, key: Uint8Array): Sealed {
  return encrypt(wrapping, Buffer.of(keyFormat), key, encodeFields(["keyfold key 1", owner]));
}

/**
 * The key that `wrapKey` encrypted.
 *
 * @throws ServerError `DECRYPTION_FAILED` for another wrapping key or another owner.
 */
export function unwrapKey(wrapping: KeyObject, owner: string, wrapped: Uint8Array): KeyObject {
  return createSecretKey(unwrapBytes(wrapping, owner, wrapped));
}

/**
 * The same for bytes that are no key.
 *
 * @throws ServerError `DECRYPTION_FAILED`.
 */
export function unwrapBytes(wrapping: KeyObject, owner: string, wrapped: Uint8Array): Buffer {
  if (wrapped[0] !== keyFormat) throw decryptionFailed();
  return decrypt(wrapping, 1, wrapped, encodeFields(["keyfold key 1", owner]));
}

/** The one error of a value that does not decrypt. */
export function decryptionFailed(): ServerError {
  return new ServerError(
    "DECRYPTION_FAILED",
    "The stored value can't be decrypted.",
    "Check that the server runs with the master key of this data, or restore a backup.",
  );
}

function associatedData(head: Uint8Array, { teamId, secretId, name, version }: ValueKey): Buffer {
  return encodeFields(["keyfold value 2", head, teamId, secretId, name, version]);
}

/** AES-256-GCM under a random nonce. */
function encrypt(key: KeyObject, head: Uint8Array, plain: Uint8Array, associated: Uint8Array): Sealed {
  const nonce = randomFillSync(Buffer.allocUnsafe(nonceLength));
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(associated);
  const body = cipher.update(plain);
  // GCM has nothing left to give at the end: this makes the tag.
  cipher.final();
  return Buffer.concat([head, nonce, cipher.getAuthTag(), body]) as Sealed;
}

/**
 * Opens what `encrypt` made. A wrong key, a flipped byte and a moved row all throw the same `DECRYPTION_FAILED`: which of
 * them it was would help only whoever tampers.
 */
function decrypt(key: KeyObject, headLength: number, bytes: Uint8Array, associated: Uint8Array): Buffer {
  const tagAt = headLength + nonceLength;
  const bodyAt = tagAt + tagLength;
  try {
    if (bytes.length < bodyAt) throw new Error("not sealed bytes");
    const nonce = bytes.subarray(headLength, tagAt);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagLength });
    decipher.setAAD(associated).setAuthTag(bytes.subarray(tagAt, bodyAt));
    const plain = decipher.update(bytes.subarray(bodyAt));
    // GCM has nothing left to give at the end: this checks the tag.
    decipher.final();
    return plain;
  } catch {
    throw decryptionFailed();
  }
}
