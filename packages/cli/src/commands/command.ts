import type { Command, CommanderError } from "commander";
import { UsageError } from "../terminal/command-error.ts";
import { printable } from "../terminal/format.ts";

/** Sets what the process ends with where that isn't 0 and nothing went wrong in the command itself. */
export type SetExitCode = (code: number) => void;

/** A command of `keyfold` or of a group, with `--json`, and with examples under its help. */
export function addCommand(
  parent: Command,
  usage: string,
  description: string,
  examples: readonly string[],
  json = "print one line of JSON",
): Command {
  return parent
    .command(usage)
    .description(description)
    .option("--json", json)
    .addHelpText("after", `\nExamples:\n${examples.map((example) => `  $ ${example}`).join("\n")}`);
}

/** A command that speaks with a server: `--as` says by which login. */
export function addServerCommand(...command: Parameters<typeof addCommand>): Command {
  return addCommand(...command).option(
    "--as <login>",
    "use the login of this name; without this, the one that has none",
  );
}

/** A command's action, which is loaded when the command runs. */
export function lazy<Args extends unknown[]>(
  load: () => Promise<(...args: Args) => unknown>,
): (...args: Args) => Promise<void> {
  return async (...args) => void (await (await load())(...args));
}

/** Paragraphs under a command's help, wrapped as the rest of it is. */
export function notes(text: string): (context: { command: Command }) => string {
  return ({ command }) => {
    const width = command.configureOutput().getOutHelpWidth?.() ?? 80;
    return command.createHelp().boxWrap(`\n${text}`, width);
  };
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
    })
    .split("\n")
    .map(printable)
    .join("\n");
}

/** Commander's refusal of a command line as an error of `keyfold`, of what was written about it. */
export function usageErrorFor({ code }: CommanderError, written: string): UsageError {
  if (code === "commander.help") return new UsageError("A command is missing.", "Add --help to see which there are.");
  const [message = "", ...tips] = written.trimEnd().split("\n");
  return new UsageError(message.replace(/^keyfold: /, ""), tips.join(" "));
}
