import type { CommandWords } from "./command-words.ts";

/** What a shell's script is made from. */
export type ShellScript = (commands: readonly CommandWords[]) => string;

/** A text in single quotes, which a shell takes as it is. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const typedCommands = (commands: readonly CommandWords[]): string =>
  commands
    .filter(({ typed }) => typed !== "")
    .map(({ typed }) => quote(typed))
    .join("|");

export const bashScript: ShellScript = (commands) => `_keyfold() {
  local at="" next words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ \${COMP_WORDS[i]} == -- ]] && return
    next="\${at:+$at }\${COMP_WORDS[i]}"
    case "$next" in ${typedCommands(commands)}) at="$next" ;; esac
  done
  case "$at" in
${commands.map(({ typed, words }) => `    ${quote(typed)}) words=${quote(words.map(({ word }) => word).join(" "))} ;;\n`).join("")}  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _keyfold keyfold`;

const zshItem = ({ word, description }: CommandWords["words"][number]): string =>
  quote(`${word.replaceAll(":", "\\:")}:${description.replaceAll(":", "\\:")}`);

export const zshScript: ShellScript = (commands) => `#compdef keyfold
_keyfold() {
  local at="" next i
  local -a found
  for ((i = 2; i < CURRENT; i++)); do
    if [[ $words[i] == -- ]]; then
      _files
      return
    fi
    next="\${at:+$at }$words[i]"
    case "$next" in (${typedCommands(commands)}) at="$next" ;; esac
  done
  case "$at" in
${commands.map(({ typed, words }) => `    (${quote(typed)}) found=(${words.map(zshItem).join(" ")}) ;;\n`).join("")}  esac
  _describe keyfold found || _files
}
if [ "$funcstack[1]" = "_keyfold" ]; then _keyfold "$@"; else compdef _keyfold keyfold; fi`;

const fishQuote = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;

export const fishScript: ShellScript = (commands) => `function __keyfold_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    test "$word" = --; and return 1
    set -l next (string trim "$at $word")
    contains -- "$next" ${commands.map(({ typed }) => fishQuote(typed)).join(" ")}; and set at "$next"
  end
  test "$at" = "$argv[1]"
end
${commands
  .flatMap(({ typed, words }) =>
    words.map(
      ({ word, description }) =>
        `complete -c keyfold -n ${fishQuote(`__keyfold_at ${fishQuote(typed)}`)} ${
          word.startsWith("--") ? `-l ${word.slice(2)}` : `-f -a ${fishQuote(word)}`
        } -d ${fishQuote(description)}`,
    ),
  )
  .join("\n")}`;
