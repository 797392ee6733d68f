/** What stands between two fences of a Markdown page. */
export interface Block {
  /** Where it begins. */
  line: number;
  /** What follows the first fence. */
  language: string;
  text: string;
}

export function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(.*?)\n(.*?)^```$/gms)].map(({ index, 1: language = "", 2: text = "" }) => ({
    line: page.slice(0, index).split("\n").length,
    language,
    text,
  }));
}

/** The commands of a block, each with the lines that it goes on in; comments are left out. */
export function commandsOf(text: string): string[] {
  const commands: string[] = [];
  let open = "";
  for (const line of text.split("\n")) {
    open += open === "" ? line.replace(/(^| +)# .*$/, "") : `\n${line}`;
    if (open.endsWith("\\") || (open.match(/'/g)?.length ?? 0) % 2 === 1) continue;
    if (open !== "") commands.push(open);
    open = "";
  }
  return commands;
}
