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
  const cases = commands.map(({ typed, words, argument }) => {
    const list = quote(words.map(({ word }) => word).join(" "));
    return `    ${quote(typed)}) words=${list}${argument ? ` argument=${kindOf(argument)}` : ""} ;;`;
  });
  return `_keyfold() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" at="" next words="" kind="" argument="" isValue="" count=0 i
  local -a as=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${COMP_WORDS[i]}"
    [[ $next == -- ]] && return
    if [[ -n $isValue ]]; then isValue=""; continue; fi
    [[ $next == --as ]] && as=(--as "\${COMP_WORDS[i + 1]}")
    case "$at $next" in
${valueCases(commands, ")")}
      *)
        case "\${at:+$at }$next" in
          ${typedPattern(commands)}) at="\${at:+$at }$next" ;;
          *) [[ $next == -* ]] || count=$((count + 1)) ;;
        esac ;;
    esac
  done
  if [[ -z $isValue ]]; then
    kind=""
    case "$at" in
${cases.join("\n")}
    esac
    [[ $count == 0 && $cur != -* ]] && kind="$argument"
    case "$kind" in secrets | removed | files) words="" ;; esac
  fi
  case "$kind" in
    =*) words="\${kind#=}" kind="" ;;
    files | none) kind="" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  [[ -z $kind ]] && return
  local quote="" plain="\${cur//\\\\/}" line
  case "$cur" in \\"* | \\'*) quote=1 plain="\${cur:1}" ;; esac
  while IFS= read -r line; do
    if [[ -n $quote ]]; then COMPREPLY+=("$line"); else COMPREPLY+=("$(printf %q "$line")"); fi
  done < <(keyfold complete "$kind" "\${as[@]}" -- "$plain" 2>/dev/null)
}
complete -o default -F _keyfold keyfold`;
}

/** To be evaluated, or saved as a function of its own. */
function zshScript(commands: readonly CommandWords[]): string {
  const escaped = (text: string): string => text.replaceAll(":", "\\:");
  const cases = commands.map(({ typed, words, argument }) => {
    const described = words.map(({ word, description }) => quote(`${escaped(word)}:${escaped(description)}`));
    return `      (${quote(typed)}) found=(${described.join(" ")})${argument ? ` argument=${kindOf(argument)}` : ""} ;;`;
  });
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
    if [[ -n $isValue ]]; then isValue=""; continue; fi
    [[ $next == --as ]] && as=(--as "$words[i+1]")
    case "$at $next" in
${valueCases(commands, ")", "(")}
      (*)
        case "\${at:+$at }$next" in
          (${typedPattern(commands)}) at="\${at:+$at }$next" ;;
          (*) [[ $next == -* ]] || count=$((count + 1)) ;;
        esac ;;
    esac
  done
  if [[ -z $isValue ]]; then
    kind=""
    case "$at" in
${cases.join("\n")}
    esac
    [[ $count == 0 && $PREFIX != -* ]] && kind="$argument"
    case "$kind" in (secrets|removed|files) found=() ;; esac
  fi
  case "$kind" in
    (=*) compadd -- \${=kind#=} && done=0 ;;
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

/** The options that take a value, by what completes it, as branches of `case`. */
function valueCases(commands: readonly CommandWords[], close: string, open = ""): string {
  const patterns = new Map<string, string[]>();
  for (const { typed, values } of commands) {
    for (const value of values) {
      const kind = kindOf(value);
      patterns.set(kind, [...(patterns.get(kind) ?? []), quote(`${typed} ${value.option}`)]);
    }
  }
  const branches = [...patterns].map(([kind, all]) => `${open}${all.join("|")}${close} kind=${kind} isValue=1 ;;`);
  return branches.map((branch) => `      ${branch}`).join("\n");
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
