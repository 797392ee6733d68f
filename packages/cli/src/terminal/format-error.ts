import { colour, printable, printableJson } from "./format.ts";

/** An error for people: what happened, and on the next line what to do. Never a stack. */
export function formatError(error: unknown): string {
  const { message, tip } = describe(error);
  const first = `${colour("red", "keyfold:", process.stderr)} ${printableLines(message)}`;
  return tip === "" || message.includes(tip) ? first : `${first}\n${printableLines(tip)}`;
}

/** An error for programs: `{"error":{"code","message","tip"}}`. */
export function formatErrorAsJson(error: unknown): string {
  return printableJson({ error: describe(error) });
}

function describe(error: unknown): { code: string; message: string; tip: string } {
  const { code, message, tip } = (error ?? {}) as { code?: unknown; message?: unknown; tip?: unknown };
  return {
    code: typeof code === "string" ? code : "INTERNAL",
    message: typeof message === "string" ? message : String(error),
    tip: typeof tip === "string" ? tip : "",
  };
}

function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

const excess = /(Expected \d+ arguments? but got \d+): .*\.$/ms;
const unknownOption = /unknown option '(.*)'(?=\n)/s;

/**
 * Commander's message on a wrong command line without the arguments that it repeats: a value or a token may be among
 * them.
 *
 * @param hidesOptions - for a command whose value may look like an option, `-hunter2`.
 */
export function formatUsageMessage(text: string, hidesOptions = false): string {
  return text
    .replace(/^error: /, "keyfold: ")
    .replace(excess, "$1.")
    .replace(unknownOption, (message: string, flag: string) => {
      if (/^--[a-z][a-z-]*$/.test(flag) && !hidesOptions) return message;
      return "unknown option. A value that begins with - goes through --stdin.";
    });
}
