import { Argument, type Command } from "commander";
import type { Shell } from "../completion/print-completion.ts";
import type { JsonFlag } from "../terminal/print.ts";
import { addCommand, addServerCommand, lazy, notes } from "./command.ts";

const shells: readonly Shell[] = ["bash", "zsh", "fish"];

/** `keyfold completion SHELL` */
export function addCompletion(program: Command): void {
  addComplete(program);
  addCommand(program, "completion", "print a script that completes keyfold's commands, options and names in a shell", [
    `eval "$(keyfold completion bash)"                                       # in ~/.bashrc`,
    `eval "$(keyfold completion zsh)"                                        # in ~/.zshrc, after compinit`,
    "keyfold completion fish > ~/.config/fish/completions/keyfold.fish",
  ])
    .addHelpText(
      "after",
      notes("Names of secrets and labels of runs are asked of the server, if there is a login. No value is."),
    )
    .addArgument(new Argument("<shell>", "the shell").choices(shells))
    .action(async (shell: Shell, flags: JsonFlag) =>
      (await import("../completion/print-completion.ts")).printCompletion(shell, program, flags),
    );
}

/** `keyfold complete KIND`, by which the scripts of `keyfold completion` find names. */
function addComplete(program: Command): void {
  program
    .command("complete <kind> [prefix]", { hidden: true })
    .option("--as <login>")
    .option("--json")
    .action(lazy(async () => (await import("../completion/candidates.ts")).printCandidates));
}

/** `keyfold types` */
export function addTypes(program: Command): void {
  addServerCommand(program, "types", "write the secrets' names as types: a typo in new Secret(…) does not compile", [
    "keyfold types",
    "keyfold types --out src/secret-names.d.ts",
    "keyfold types --folder prod/orders",
  ])
    .option("--out <file>", "the file to write", "secret-names.d.ts")
    .option("--folder <folder>", "the names as a run in this folder asks for them; without this, cloud.folder")
    .addHelpText(
      "after",
      notes("The names are the server's, or those of context.secrets where secrets are local. No value is read."),
    )
    .action(lazy(async () => (await import("../names/write-types.ts")).writeTypes));
}
