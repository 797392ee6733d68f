import type { Command } from "commander";

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
