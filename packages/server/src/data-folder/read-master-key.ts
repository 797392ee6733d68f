import { readFileSync } from "node:fs";
import { ServerError } from "../server-error.ts";
import { type MasterKey, parseMasterKey } from "../vault/master-key.ts";

/** Reads a master key's file. Throws `MASTER_KEY_INVALID` if it can't be read or holds something else. */
export function readMasterKey(file: string): MasterKey {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new ServerError(
      "MASTER_KEY_INVALID",
      `The master key ${file} can't be read: ${(error as NodeJS.ErrnoException).code}.`,
      "Check that the file is there and belongs to the user that runs the server.",
      error,
    );
  }
  return parseMasterKey(text, file);
}
