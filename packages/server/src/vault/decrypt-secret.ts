import type { KeyObject } from "node:crypto";
import { type Place, placeBytes } from "./place.ts";
import { Plaintext } from "./plaintext.ts";
import { unseal } from "./sealed.ts";

/** Gives back the value that `encryptSecret` got. Throws `DECRYPTION_FAILED`, whatever the reason. */
export function decryptSecret(teamKey: KeyObject, place: Place, sealed: Uint8Array): Plaintext {
  return new Plaintext(JSON.parse(unseal(teamKey, sealed, placeBytes(place)).toString("utf8")));
}
