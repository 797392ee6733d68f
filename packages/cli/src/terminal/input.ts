import { readFileSync } from "node:fs";
import { decodeUtf8, isUtf16 } from "@keyfold/common/decode";
import { readAll } from "@keyfold/common/read-all";
import { CommandError } from "./command-error.ts";

/** More than any server takes as a value. */
const maxBytes = 16 * 1024 * 1024;
/** More than it takes in one request. */
const maxFileBytes = 64 * 1024 * 1024;

/**
 * All of standard input.
 *
 * @throws CommandError with code INPUT_TOO_LARGE or INVALID_UTF8.
 */
export async function readInput(): Promise<string> {
  const tip = "Keep large files elsewhere, and their key here.";
  const tooMany = (): CommandError =>
    new CommandError("INPUT_TOO_LARGE", `Standard input has more than ${maxBytes} bytes.`, tip);
  return decodeText(await readAll(process.stdin, maxBytes, tooMany), "Standard input");
}

/**
 * All of a file.
 *
 * @throws CommandError that names the file, with code FILE_UNREADABLE, FILE_TOO_LARGE (more than 64 MiB) or INVALID_UTF8.
 */
export function readTextFile(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const tip = "Check the path and the file's mode.";
    throw new CommandError("FILE_UNREADABLE", `${path} can't be read (${code}).`, tip);
  }
  if (bytes.length <= maxFileBytes) return decodeText(bytes, path);
  throw new CommandError("FILE_TOO_LARGE", `${path} has more than ${maxFileBytes} bytes.`, "Split it.");
}

/**
 * Bytes as a string.
 *
 * @param where - where they come from, for the message.
 * @throws CommandError with code INVALID_UTF8.
 */
function decodeText(bytes: Uint8Array, where: string): string {
  if (isUtf16(bytes)) {
    throw new CommandError(
      "INVALID_UTF8",
      `${where} is UTF-16, which Windows PowerShell writes, and not UTF-8.`,
      "Convert it: iconv -f UTF-16 -t UTF-8 FILE. In PowerShell: Set-Content -Encoding utf8",
    );
  }
  const text = decodeUtf8(bytes);
  if (text !== undefined) return text;
  throw new CommandError("INVALID_UTF8", `${where} is not UTF-8 text.`, "Encode bytes as base64 first: base64 FILE");
}
