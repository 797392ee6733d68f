const excess = /(Expected \d+ arguments? but got \d+): .*\.$/ms;
const option = /unknown option '(.*)'(?=\n)/s;

/**
 * What commander says of a line that was typed wrong, without the words that it repeats: a value or a token may be
 * among them.
 *
 * @param hidesOptions - for a command where a value may look like an option, `-hunter2`.
 */
export function sayWrongUse(text: string, hidesOptions = false): string {
  return text
    .replace(/^error: /, "keyfold: ")
    .replace(excess, "$1.")
    .replace(option, (said: string, flag: string) => {
      if (/^--[a-z][a-z-]*$/.test(flag) && !hidesOptions) return said;
      return "unknown option. A value that begins with - goes through --stdin.";
    });
}
