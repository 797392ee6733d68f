import { UsageError } from "../command-error.ts";
import { printable } from "../terminal/printable.ts";

/**
 * The text that was given as a value: on the line, on standard input (one line break at its end is left out), or typed.
 *
 * @throws UsageError when there is nobody to ask, and for two values.
 */
export async function takeValue(name: string, given: string | undefined, fromInput: boolean): Promise<string> {
  if (given !== undefined && fromInput) {
    throw new UsageError("There are two values: one on the command line and --stdin.", "Leave one of them out.");
  }
  if (given !== undefined) return given;
  if (fromInput) {
    const { readInput } = await import("../terminal/read-input.ts");
    return (await readInput()).replace(/\r?\n$/, "");
  }
  if (!process.stdin.isTTY) {
    throw new UsageError(
      "There is no value, and no terminal to ask for it on.",
      "Give --stdin to read it from standard input.",
    );
  }
  const { askHidden } = await import("../terminal/ask-hidden.ts");
  return askHidden(`Value of ${printable(name)} (hidden): `);
}
