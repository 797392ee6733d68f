import { Argument, type Command } from "commander";
import type { Shell } from "../completion/print-completion.ts";
import type { JsonFlag } from "../terminal/print.ts";
import { addCommand } from "./command.ts";

const shells: readonly Shell[] = ["bash", "zsh", "fish"];

/** `keyfold completion SHELL` */
export function addCompletion(program: Command): void {
  addCommand(program, "completion", "print a script that completes keyfold's commands and options in a shell", [
    `eval "$(keyfold completion bash)"                                       # in ~/.bashrc`,
    `eval "$(keyfold completion zsh)"                                        # in ~/.zshrc, after compinit`,
    "keyfold completion fish > ~/.config/fish/completions/keyfold.fish",
  ])
    .addArgument(new Argument("<shell>", "the shell").choices(shells))
    .action(async (shell: Shell, flags: JsonFlag) => {
      const { printCompletion } = await import("../completion/print-completion.ts");
      printCompletion(shell, program, flags);
    });
}
