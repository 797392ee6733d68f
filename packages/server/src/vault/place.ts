import { encodeFields } from "../encode-fields.ts";

/** Where a value lives. Its encryption is bound to it, so a row moved elsewhere does not decrypt. */
export interface Place {
  readonly teamId: string;
  readonly name: string;
  /** From 1. */
  readonly version: number;
}

export function placeBytes(place: Place): Buffer {
  return encodeFields(["keyfold value 1", place.teamId, place.name, place.version]);
}
