import { createSecretKey, type KeyObject } from "node:crypto";
import { encodeFields } from "../encode-fields.ts";
import { type Sealed, seal, unseal } from "./sealed.ts";

/** Encrypts a key under another; `owner` says whose key it is, and must be the same to unwrap it. */
export function wrapKey(wrapping: KeyObject, owner: string, key: Uint8Array): Sealed {
  return seal(wrapping, key, encodeFields(["keyfold key 1", owner]));
}

/** Throws `DECRYPTION_FAILED` for another wrapping key or another owner. */
export function unwrapKey(wrapping: KeyObject, owner: string, wrapped: Uint8Array): KeyObject {
  return createSecretKey(unseal(wrapping, wrapped, encodeFields(["keyfold key 1", owner])));
}
