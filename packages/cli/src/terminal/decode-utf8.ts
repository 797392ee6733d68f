import { CommandError } from "../command-error.ts";

/** The text of bytes; throws CommandError with code INVALID_UTF8. */
export function decodeUtf8(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CommandError("INVALID_UTF8", `${where} is not UTF-8 text.`, "Encode bytes as base64 first: base64 FILE");
  }
}
