import type { CommandWords } from "./command-words.ts";

/** The script that completes `keyfold` in fish. */
export function fishScript(commands: readonly CommandWords[]): string {
  const lines = commands.flatMap(({ typed, words }) => {
    const here = quote(`__keyfold_at ${quote(typed)}`);
    return words.map(({ word, description }) => {
      const completes = word.startsWith("--") ? `-l ${word.slice(2)}` : `-f -a ${quote(word)}`;
      return `complete -c keyfold -n ${here} ${completes} -d ${quote(description)}`;
    });
  });
  return `function __keyfold_at
  set -l at ''
  for word in (commandline -opc)[2..-1]
    test "$word" = --; and return 1
    set -l next (string trim "$at $word")
    contains -- "$next" ${commands.map(({ typed }) => quote(typed)).join(" ")}; and set at "$next"
  end
  test "$at" = "$argv[1]"
end
${lines.join("\n")}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
