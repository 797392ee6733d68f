import type { CommandWords } from "./command-words.ts";
import { quote } from "./quote.ts";

/** The script that completes `keyfold` in bash. */
export function bashScript(commands: readonly CommandWords[]): string {
  const typed = commands.filter((command) => command.typed !== "").map((command) => quote(command.typed));
  const cases = commands.map((command) => {
    const words = command.words.map(({ word }) => word).join(" ");
    return `    ${quote(command.typed)}) words=${quote(words)} ;;`;
  });
  return `_keyfold() {
  local at="" next words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    [[ \${COMP_WORDS[i]} == -- ]] && return
    next="\${at:+$at }\${COMP_WORDS[i]}"
    case "$next" in ${typed.join("|")}) at="$next" ;; esac
  done
  case "$at" in
${cases.join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _keyfold keyfold`;
}
