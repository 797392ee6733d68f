import type { Command } from "commander";
import { type JsonFlag, printResult } from "../terminal/print.ts";

/** The shells that there is a script for. */
export type Shell = "bash" | "zsh" | "fish";

const scripts: Record<Shell, typeof bashScript> = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Prints the script that completes `keyfold` in a shell. */
export function printCompletion(shell: Shell, program: Command, { json }: JsonFlag): void {
  const script = scripts[shell](commandWords(program));
  printResult(json, { shell, script }, () => script);
}

/** What can come after a command's name. */
export interface CommandWords {
  /** As it is typed, `secret set`; empty for keyfold itself. */
  readonly typed: string;
  readonly words: readonly { readonly word: string; readonly description: string }[];
}

/** Every command with the words that can follow it: its own commands, the words of its arguments, its options. */
export function commandWords(command: Command, typed = ""): CommandWords[] {
  const below = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => command.commands.includes(each));
  const commands = below.map((each) => ({ word: each.name(), description: each.description() }));
  const choices = command.registeredArguments.flatMap((argument) => argument.argChoices ?? []);
  const options = command.options.map(({ long, description }) => ({ word: long ?? "", description }));
  const words = [
    ...commands,
    ...choices.map((word) => ({ word, description: "" })),
    ...options.filter(({ word }) => word !== ""),
    { word: "--help", description: "show this help" },
  ];
  const inner = below.flatMap((each) =>
    [each.name(), ...each.aliases()].flatMap((name) => commandWords(each, `${typed} ${name}`.trim())),
  );
  return [{ typed, words }, ...inner];
}

function bashScript(commands: readonly CommandWords[]): string {
  const cases = commands.map(({ typed, words }) => {
    return `    ${quote(typed)}) words=${quote(words.map(({ word }) => word).join(" "))} ;;`;
  });
  return `_keyfold() {
  local at="" next words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ \${COMP_WORDS[i]} == -- ]] && return
    next="\${at:+$at }\${COMP_WORDS[i]}"
    case "$next" in ${typedPattern(commands)}) at="$next" ;; esac
  done
  case "$at" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _keyfold keyfold`;
}

/** To be evaluated, or saved as a function of its own. */
function zshScript(commands: readonly CommandWords[]): string {
  const escaped = (string: string): string => string.replaceAll(":", "\\:");
  const cases = commands.map(({ typed, words }) => {
    const described = words.map(({ word, description }) => quote(`${escaped(word)}:${escaped(description)}`));
    return `    (${quote(typed)}) found=(${described.join(" ")}) ;;`;
  });
  return `#compdef keyfold
_keyfold() {
  local at="" next i
  local -a found
  for ((i = 2; i < CURRENT; i++)); do
    if [[ $words[i] == -- ]]; then
      _files
      return
    fi
    next="\${at:+$at }$words[i]"
    case "$next" in (${typedPattern(commands)}) at="$next" ;; esac
  done
  case "$at" in
${cases.join("\n")}
  esac
  _describe keyfold found || _files
}
if [ "$funcstack[1]" = "_keyfold" ]; then _keyfold "$@"; else compdef _keyfold keyfold; fi`;
}

/** All commands as one pattern of `case`. */
function typedPattern(commands: readonly CommandWords[]): string {
  const typed = commands.filter((command) => command.typed !== "");
  return typed.map((command) => quote(command.typed)).join("|");
}

/** A string in single quotes, which bash and zsh take as it is. */
function quote(string: string): string {
  return `'${string.replaceAll("'", "'\\''")}'`;
}

function fishScript(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ typed, words }) => {
    const here = quoteForFish(`__keyfold_at ${quoteForFish(typed)}`);
    return words.map(({ word, description }) => {
      const completes = word.startsWith("--") ? `-l ${word.slice(2)}` : `-f -a ${quoteForFish(word)}`;
      return `complete -c keyfold -n ${here} ${completes} -d ${quoteForFish(description)}`;
    });
  });
  return `function __keyfold_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    test "$word" = --; and return 1
    set -l next (string trim "$at $word")
    contains -- "$next" ${commands.map(({ typed }) => quoteForFish(typed)).join(" ")}; and set at "$next"
  end
  test "$at" = "$argv[1]"
end
${lines.join("\n")}`;
}

function quoteForFish(string: string): string {
  return `'${string.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
