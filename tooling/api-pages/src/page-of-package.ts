import type { Documented, Door, Exported, PackageExports } from "./exported.ts";
import { headingsOf, inOrder } from "./headings-of.ts";
import { type LinkOf, linked, markdownOf } from "./markdown-of.ts";
import { typeNames } from "./type-names.ts";

/** What a page is about, and what it leads to. */
export interface Surroundings {
  /** The package. */
  name: string;
  /** The page that says how to use it. */
  guide: string;
  linkOf: LinkOf;
}

/** A page of all that a package gives, door by door. */
export function pageOfPackage(exports: PackageExports, { name, guide, linkOf }: Surroundings): string {
  const { doors, mentioned } = exports;
  const headings = headingsOf(exports);
  const level = doors.length > 1 || mentioned.length > 0 ? "###" : "##";
  const all = (exported: readonly Exported[]): string[] =>
    inOrder(exported).flatMap((each) => [`${level} ${headings.get(each.name)}`, ...partsOf(each, linkOf)]);
  const parts = [
    `# The API of ${name}`,
    `Every export, as its comment in the source says it (\`npx pnpm@12 api-pages\`). How to use it: [${guide}](../${guide}).`,
    ...doors.flatMap((door) => [
      ...(level === "##" ? [] : [`## From \`${door.specifier}\``]),
      contentsOf(door, linkOf),
      ...all(door.exported),
    ]),
    ...(mentioned.length === 0 ? [] : ["## Types that show above, without a name to import", ...all(mentioned)]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function contentsOf({ exported, passedOn }: Door, linkOf: LinkOf): string {
  const names = (kind: Exported["kind"]): string[] =>
    inOrder(exported).flatMap((each) => (each.kind === kind ? [each.name] : []));
  return [
    ["To use", names("value")] as const,
    ["To catch", names("error")] as const,
    ["Types", names("type")] as const,
    ["Of another package", passedOn] as const,
  ]
    .filter(([, listed]) => listed.length > 0)
    .map(([what, listed]) => `- ${what}: ${listed.map((each) => linked(each, linkOf)).join(", ")}`)
    .join("\n");
}

function partsOf(exported: Exported, linkOf: LinkOf): string[] {
  const { text, tags, declaration, members } = exported;
  const mentions = typeNames(exported).filter((name) => linkOf(name) !== undefined);
  return [
    `\`\`\`ts\n${declaration}\n\`\`\``,
    markdownOf(text, linkOf),
    listOf(tags, linkOf),
    members.map((member) => memberOf(member, linkOf)).join("\n"),
    mentions.length === 0 ? "" : `See ${mentions.map((name) => linked(name, linkOf)).join(", ")}.`,
  ].filter((part) => part !== "");
}

function memberOf({ signatures, text, tags }: Exported["members"][number], linkOf: LinkOf): string {
  const names = signatures.map((signature) => `\`${signature}\``).join(" or ");
  const said = [text === "" ? names : `${names}: ${markdownOf(text, linkOf)}`, listOf(tags, linkOf)];
  const [first = "", ...others] = said
    .filter((part) => part !== "")
    .join("\n")
    .split("\n");
  return [`- ${first}`, ...others.map((line) => (line === "" ? line : `  ${line}`))].join("\n");
}

/** Parameters, what is given and what is thrown. */
function listOf(tags: Documented["tags"], linkOf: LinkOf): string {
  return tags
    .flatMap(({ name, text }) => {
      if (name === "param") return [text.replace(/^(\S+)\s*(?:-\s*)?/, "`$1`: ")];
      if (name === "returns") return [`Returns ${text}`];
      return name === "throws" ? [`Throws ${text}`] : [];
    })
    .map((text) => `- ${markdownOf(text, linkOf)}`)
    .join("\n");
}
