import { decodeJson } from "@keyfold/common/decode";
import { connect, type ServerFlags } from "../server/connect.ts";
import { CommandError, UsageError } from "../terminal/command-error.ts";
import { printable } from "../terminal/format.ts";
import { note, printResult } from "../terminal/print.ts";

export interface SetFlags extends ServerFlags {
  stdin?: boolean;
  /** The newest version that there must be; 0 for none. */
  ifVersion?: number;
}

/**
 * Sets a secret's value on the server.
 *
 * @param given - the value, if it was on the command line.
 * @throws UsageError when there is nobody to prompt, and for two values; CommandError with code NOT_JSON or
 *   INEXACT_NUMBER.
 */
export async function setSecret(name: string, given: string | undefined, flags: SetFlags): Promise<void> {
  if (given !== undefined) {
    const where = "the value was on the command line, so it is in the shell's history now";
    note(`${where}; leave it out to be prompted for it.`, flags);
  }
  checkTyped(name);
  const { client } = await connect(flags);
  const input = await readValue(name, given, flags.stdin === true);
  const value = flags.json ? parseJsonValue(input) : input;
  const { version } = await client.setSecret({ name, value, ifVersion: flags.ifVersion });
  printResult(flags.json, { name, version }, () => `${printable(name)} is set, version ${version}.`);
}

/** A line and the break that ends it. A value of many lines needs every byte: a key without its last line break is no key. */
const oneLine = /^([^\r\n]*)\r?\n$/;

/** The value from the command line, standard input, or the prompt. */
async function readValue(name: string, given: string | undefined, fromInput: boolean): Promise<string> {
  if (given !== undefined && fromInput) {
    throw new UsageError("There are two values: one on the command line and --stdin.", "Leave one of them out.");
  }
  if (given !== undefined) return checkTyped(given);
  if (fromInput) {
    const { readInput } = await import("../terminal/input.ts");
    return (await readInput()).replace(oneLine, "$1");
  }
  if (!process.stdin.isTTY) {
    throw new UsageError(
      "There is no value, and no terminal to ask for it on.",
      "Give --stdin to read it from standard input.",
    );
  }
  const { promptHidden } = await import("../terminal/prompt.ts");
  return checkTyped(await promptHidden(`Value of ${printable(name)} (hidden): `));
}

/** A name or a value as it was typed: Node puts U+FFFD in place of what is not UTF-8, in an argument and from a terminal. */
function checkTyped(string: string): string {
  if (!string.includes("\ufffd")) return string;
  throw new CommandError(
    "INVALID_UTF8",
    "The name or the value is not UTF-8 text. Nothing was set.",
    "Read the value from a file in UTF-8: --stdin < FILE",
  );
}

/** Its errors never contain the value. */
function parseJsonValue(json: string): unknown {
  const decoded = decodeJson(json);
  if (decoded.exact) return decoded.value;
  throw decoded.reason === "number"
    ? new CommandError(
        "INEXACT_NUMBER",
        "The value has a number that JavaScript can't hold without changing its digits.",
        "Set it as a string: in quotes, or without --json.",
      )
    : new CommandError(
        "NOT_JSON",
        "The value is not JSON.",
        `With --json, quote a string: '"like this"'. Without --json, every value is a string.`,
      );
}
