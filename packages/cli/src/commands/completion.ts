import { Argument, type Command } from "commander";
import { command, type JsonFlag } from "./command.ts";

/** The shells that `completion` writes for. */
const shells = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof shells)[number];

/** `keyfold completion SHELL` */
export function addCompletion(program: Command): void {
  command(program, "completion", "print a script that completes keyfold's commands and options in a shell", [
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
