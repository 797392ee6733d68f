import { readFileSync } from "node:fs";
import { ServerError } from "../server-error.ts";

/** Reads a master key's file. Throws `MASTER_KEY_INVALID` if it can't be read. */
export function readKeyFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new ServerError(
      "MASTER_KEY_INVALID",
      `The master key ${file} can't be read: ${(error as NodeJS.ErrnoException).code}.`,
      "Check that the file is there and belongs to the user that runs the server.",
      error,
    );
  }
}
