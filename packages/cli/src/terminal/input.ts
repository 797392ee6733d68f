import { decodeUtf8, isUtf16 } from "@keyfold/common/decode";
import { CommandError } from "./command-error.ts";

/** More than any server takes as a value. */
const maxBytes = 16 * 1024 * 1024;

/**
 * All of standard input.
 *
 * @throws CommandError with code INPUT_TOO_LARGE or INVALID_UTF8.
 */
export async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new CommandError(
        "INPUT_TOO_LARGE",
        `Standard input has more than ${maxBytes} bytes.`,
        "Keep large files elsewhere, and their key here.",
      );
    }
    chunks.push(chunk);
  }
  return decodeText(Buffer.concat(chunks), "Standard input");
}

/**
 * Bytes as a string.
 *
 * @param where - where they come from, for the message.
 * @throws CommandError with code INVALID_UTF8.
 */
export function decodeText(bytes: Uint8Array, where: string): string {
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
