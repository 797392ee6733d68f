import type { Command } from "commander";

/** Says what the process ends with, where that isn't 0 and nothing went wrong in the command itself. */
export type Ends = (code: number) => void;

/** Adds a command to `keyfold` or to a group. */
export type AddCommand = (parent: Command, ends: Ends) => void;

/** What every command understands. */
export interface JsonFlag {
  /** The answer, and an error, as one line of JSON. */
  json?: boolean;
}

/** A command with `--json`, and with examples under its help. */
export function command(
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
