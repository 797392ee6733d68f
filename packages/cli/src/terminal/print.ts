import { printableJson } from "./printable.ts";

/** Prints lines on standard output: what the command was asked for. */
function print(text: string): void {
  // Whoever read the output may have seen enough of it: `keyfold secret list | head`.
  process.stdout.once("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  process.stdout.write(`${text}\n`);
}

/** Prints lines on standard error: what a person should know, and a program that reads the output should not get. */
export function note(text: string): void {
  process.stderr.write(`keyfold: ${text}\n`);
}

/** Prints a command's answer, in words or as one line of JSON. */
export function answer(json: boolean | undefined, value: unknown, words: () => string): void {
  print(json ? printableJson(value) : words());
}
