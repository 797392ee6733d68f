import type { Command } from "commander";

/** What can come after a command's name. */
export interface CommandWords {
  /** As it is typed, `secret set`; empty for keyfold itself. */
  readonly typed: string;
  readonly words: readonly { readonly word: string; readonly description: string }[];
}

/** Every command with the words that can follow it: its own commands, the words of its arguments, its options. */
export function commandWords(command: Command, typed = ""): CommandWords[] {
  const commands = command.commands.map((each) => ({ word: each.name(), description: each.description() }));
  const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
  const options = command.options.map(({ long, description }) => ({ word: long ?? "", description }));
  const words = [
    ...commands,
    ...choices.map((word) => ({ word, description: "" })),
    ...options.filter(({ word }) => word !== ""),
    { word: "--help", description: "show this help" },
  ];
  const inner = command.commands.flatMap((each) => commandWords(each, `${typed} ${each.name()}`.trim()));
  return [{ typed, words }, ...inner];
}
