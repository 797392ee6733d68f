import { CommandError } from "../command-error.ts";
import { decodeUtf8 } from "./decode-utf8.ts";

/** More than any server takes as a value. */
const mostBytes = 16 * 1024 * 1024;

/**
 * All of standard input, as UTF-8 text.
 *
 * @throws CommandError with code INPUT_TOO_LARGE or INVALID_UTF8.
 */
export async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      throw new CommandError(
        "INPUT_TOO_LARGE",
        `Standard input has more than ${mostBytes} bytes.`,
        "Keep large files elsewhere, and their key here.",
      );
    }
    chunks.push(chunk);
  }
  return decodeUtf8(Buffer.concat(chunks), "Standard input");
}
