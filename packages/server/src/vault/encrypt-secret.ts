import type { KeyObject } from "node:crypto";
import { type Place, placeBytes } from "./place.ts";
import type { Plaintext } from "./plaintext.ts";
import { type Sealed, seal } from "./sealed.ts";

/** Encrypts a value for the one place it will be kept at, under the team's data key. */
export function encryptSecret(teamKey: KeyObject, place: Place, value: Plaintext): Sealed {
  return seal(teamKey, Buffer.from(JSON.stringify(value.reveal()), "utf8"), placeBytes(place));
}
