import { hasInvisible } from "@keyfold/common/invisible";
import type { DescribeSecretInput } from "../generated/resolvers.ts";
import { ServerError } from "../server-error.ts";
import { checkName } from "./names.ts";

const maxNoteBytes = 1024;

/** What is known of a secret beside its value; what is absent stays as it is, null clears it. */
export interface Description {
  note?: string | null;
  owner?: string | null;
  /** Milliseconds since 1970. */
  rotate_by?: number | null;
}

/**
 * Reads what a secret's description is to be.
 *
 * @param maxCharacters - of an owner: the setting `nameCharacters`.
 * @throws ServerError `BAD_INPUT` for a note or an owner that can't be, and where nothing is given.
 */
export function readDescription(
  { note, owner, rotateBy }: Omit<DescribeSecretInput, "name">,
  maxCharacters: number,
): Description {
  const given: Description = {};
  if (note !== undefined) given.note = note === null ? null : checkNote(note);
  if (owner !== undefined) {
    if (owner !== null) checkName(owner, maxCharacters, "An owner");
    given.owner = owner;
  }
  if (rotateBy !== undefined) given.rotate_by = rotateBy;
  if (Object.keys(given).length > 0) return given;
  throw new ServerError("BAD_INPUT", "Nothing was given.", "Give a note, an owner or rotateBy; null clears one.");
}

function checkNote(note: string): string {
  if (note !== "" && Buffer.byteLength(note) <= maxNoteBytes && !hasInvisible(note)) return note;
  throw new ServerError(
    "BAD_INPUT",
    "A note is one line of 1 to 1024 bytes, without invisible characters.",
    "Keep it short, with a link to where more is written; null clears it.",
  );
}
