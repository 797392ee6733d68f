import type { Command } from "commander";
import type { JsonFlag } from "../commands/command.ts";
import type { Shell } from "../commands/completion.ts";
import { answer } from "../terminal/print.ts";
import { bashScript } from "./bash-script.ts";
import { commandWords } from "./command-words.ts";
import { fishScript } from "./fish-script.ts";
import { zshScript } from "./zsh-script.ts";

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Prints the script that completes `keyfold` in a shell. */
export function printCompletion(shell: Shell, program: Command, { json }: JsonFlag): void {
  const script = scripts[shell](commandWords(program));
  answer(json, { shell, script }, () => script);
}
