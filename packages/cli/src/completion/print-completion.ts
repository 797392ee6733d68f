import type { Command } from "commander";
import { type JsonFlag, printResult } from "../terminal/print.ts";
import { type CommandWords, commandWords, type Place } from "./command-words.ts";

/** The shells that there is a script for. */
export type Shell = "bash" | "zsh" | "fish";

const scripts: Record<Shell, typeof bashScript> = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** Prints the script that completes `keyfold` in a shell. */
export function printCompletion(shell: Shell, program: Command, { json }: JsonFlag): void {
  const script = scripts[shell](commandWords(program));
  printResult(json, { shell, script }, () => script);
}

function bashScript(commands: readonly CommandWords[]): string {
  const setWords = ({ words }: CommandWords): string => `words=${quote(words.map(({ word }) => word).join(" "))}`;
  return `_keyfold() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" at="" next words="" kind="" argument="" isValue="" count=0 i
  local -a as=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${COMP_WORDS[i]}"
    [[ $next == -- ]] && return
${readWord(commands, "${COMP_WORDS[i + 1]}")}
  done
${choosePlace(commands, { current: "$cur", setWords, noWords: 'words=""' })}
  case "$kind" in
    =*) words="\${kind#=}" kind="" ;;
    files | none) kind="" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  [[ -z $kind ]] && return
  local special="" plain="\${cur//\\\\/}" line
  case "$cur" in
    \\"*) special='["$\`\\\\!]' plain="\${cur:1}" ;;
    \\'*) special="'" plain="\${cur:1}" ;;
  esac
  while IFS= read -r line; do
    if [[ -z $special ]]; then COMPREPLY+=("$(printf %q "$line")")
    # Between quotes, what the shell would read in a name is not offered.
    elif [[ $line != *$special* ]]; then COMPREPLY+=("$line"); fi
  done < <(keyfold complete "$kind" "\${as[@]}" -- "$plain" 2>/dev/null)
}
complete -o default -F _keyfold keyfold`;
}

/** To be evaluated, or saved as a function of its own. */
function zshScript(commands: readonly CommandWords[]): string {
  const escaped = (text: string): string => text.replaceAll(":", "\\:");
  const setWords = ({ words }: CommandWords): string => {
    const described = words.map(({ word, description }) => quote(`${escaped(word)}:${escaped(description)}`));
    return `found=(${described.join(" ")})`;
  };
  return `#compdef keyfold
_keyfold() {
  local at="" next kind="" argument="" isValue="" count=0 done=1 i
  local -a found names as
  for ((i = 2; i < CURRENT; i++)); do
    next="$words[i]"
    if [[ $next == -- ]]; then
      _files
      return
    fi
${readWord(commands, "$words[i+1]")}
  done
${choosePlace(commands, { current: "$PREFIX", setWords, noWords: "found=()" })}
  case "$kind" in
    ("="*) compadd -- \${=kind#=} && done=0 ;;
    (""|files|none) ;;
    (*)
      names=("\${(@f)$(keyfold complete $kind $as -- 2>/dev/null)}")
      names=(\${names:#})
      compadd -a names && done=0 ;;
  esac
  (( $#found )) && _describe keyfold found && done=0
  (( done )) && _files
}
if [ "$funcstack[1]" = "_keyfold" ]; then _keyfold "$@"; else compdef _keyfold keyfold; fi`;
}

/**
 * What bash and zsh do alike with each word before the cursor: it belongs to a command's name, to an option, or is an argument.
 *
 * @param following - the word after it.
 */
function readWord(commands: readonly CommandWords[], following: string): string {
  return `    if [[ -n $isValue ]]; then isValue=""; continue; fi
    [[ $next == --as ]] && as=(--as "${following}")
    case "$at $next" in
${valueCases(commands)}
      (*)
        case "\${at:+$at }$next" in
          (${typedPattern(commands)}) at="\${at:+$at }$next" ;;
          (*) [[ $next == -* ]] || count=$((count + 1)) ;;
        esac ;;
    esac`;
}

/** How a shell names what is typed at the cursor, and sets the words that are offered there. */
interface AtCursor {
  readonly current: string;
  readonly setWords: (command: CommandWords) => string;
  readonly noWords: string;
}

/** What bash and zsh do alike after that: they choose what completes the word at the cursor. */
function choosePlace(commands: readonly CommandWords[], { current, setWords, noWords }: AtCursor): string {
  const cases = commands.map((command) => {
    const { typed, argument } = command;
    return `      (${quote(typed)}) ${setWords(command)}${argument ? ` argument=${kindOf(argument)}` : ""} ;;`;
  });
  return `  if [[ -z $isValue ]]; then
    kind=""
    case "$at" in
${cases.join("\n")}
    esac
    [[ $count == 0 && ${current} != -* ]] && kind="$argument"
    case "$kind" in (secrets|removed|files) ${noWords} ;; esac
  fi`;
}

/** The options that take a value, by what completes it, as branches of `case`. */
function valueCases(commands: readonly CommandWords[]): string {
  const patterns = new Map<string, string[]>();
  for (const { typed, values } of commands) {
    for (const value of values) {
      const kind = kindOf(value);
      patterns.set(kind, [...(patterns.get(kind) ?? []), quote(`${typed} ${value.option}`)]);
    }
  }
  const branches = [...patterns].map(([kind, all]) => `      (${all.join("|")}) kind=${kind} isValue=1 ;;`);
  return branches.join("\n");
}

/** As a word of a shell: `secrets`, or `'=admin editor'` for words that are known. */
function kindOf({ kind, words }: Place): string {
  return words.length === 0 ? kind : quote(`=${words.join(" ")}`);
}

/** All commands as one pattern of `case`. */
function typedPattern(commands: readonly CommandWords[]): string {
  const typed = commands.filter((command) => command.typed !== "");
  return typed.map((command) => quote(command.typed)).join("|");
}

/** A string in single quotes, which bash and zsh take as it is. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function fishScript(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ typed, words, values, argument }) => {
    const here = `complete -c keyfold -n ${quoteForFish(`__keyfold_at ${quoteForFish(typed)}`)}`;
    const known = words.map(({ word, description }) => {
      const place = values.find(({ option }) => option === word);
      const completes = word.startsWith("--")
        ? `-l ${word.slice(2)}${valueForFish(place)}`
        : `-f -a ${quoteForFish(word)}`;
      return `${here} ${completes} -d ${quoteForFish(description)}`;
    });
    const names = argument && isDynamic(argument) ? [`${here} -f -a ${dynamicForFish(argument)}`] : [];
    return [...known, ...names];
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

function isDynamic({ kind, words }: Place): boolean {
  return words.length === 0 && kind !== "none" && kind !== "files";
}

function dynamicForFish({ kind }: Place): string {
  return quoteForFish(`(keyfold complete ${kind} -- 2>/dev/null)`);
}

function valueForFish(place: Place | undefined): string {
  if (place === undefined) return "";
  if (place.words.length > 0) return ` -x -a ${quoteForFish(place.words.join(" "))}`;
  if (isDynamic(place)) return ` -x -a ${dynamicForFish(place)}`;
  return place.kind === "files" ? " -r -F" : " -x";
}

function quoteForFish(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
