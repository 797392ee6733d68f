import type { CommandWords } from "./command-words.ts";
import { quote } from "./quote.ts";

/** The script that completes `keyfold` in zsh: to be evaluated, or kept as a function of its own. */
export function zshScript(commands: readonly CommandWords[]): string {
  const typed = commands.filter((command) => command.typed !== "").map((command) => quote(command.typed));
  const cases = commands.map((command) => {
    const words = command.words.map(({ word, description }) => quote(`${plain(word)}:${plain(description)}`));
    return `    (${quote(command.typed)}) found=(${words.join(" ")}) ;;`;
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
    case "$next" in (${typed.join("|")}) at="$next" ;; esac
  done
  case "$at" in
${cases.join("\n")}
  esac
  _describe keyfold found || _files
}
if [ "$funcstack[1]" = "_keyfold" ]; then _keyfold "$@"; else compdef _keyfold keyfold; fi`;
}

/** A colon parts a word from its description. */
function plain(text: string): string {
  return text.replaceAll(":", "\\:");
}
