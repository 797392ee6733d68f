import type { Exported } from "./read-exports.ts";

export interface Door {
  specifier: string;
  exported: Exported[];
}

const kinds = { throws: "Throws", returns: "Gives" } as Record<string, string>;

/** A Markdown page of all that a package exports, door by door, in the order of the alphabet. */
export function pageOfPackage(name: string, doors: readonly Door[]): string {
  const parts = [`# The API of ${name}`, "Made from the source by `npx pnpm@12 api-pages`."];
  for (const { specifier, exported } of doors) {
    if (doors.length > 1) parts.push(`## From \`${specifier}\``);
    const sorted = exported.toSorted((one, other) => (one.name.toLowerCase() < other.name.toLowerCase() ? -1 : 1));
    for (const each of sorted) parts.push(...partsOf(each, doors.length > 1 ? "###" : "##"));
  }
  return `${parts.join("\n\n")}\n`;
}

function partsOf({ name, comment, tags, declaration }: Exported, heading: string): string[] {
  const parameters = tags
    .filter((tag) => tag.name === "param")
    .map(({ text }) => text.replace(/^(\S+)\s*(?:-\s*)?/, "- `$1`: "))
    .join("\n");
  const others = tags
    .filter((tag) => tag.name in kinds)
    .map((tag) => `${kinds[tag.name]}: ${tag.text}`)
    .join("\n\n");
  return [`${heading} ${name}`, comment, parameters, others, `\`\`\`typescript\n${declaration}\n\`\`\``].filter(
    Boolean,
  );
}
