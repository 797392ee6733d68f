import { readFileSync } from "node:fs";
import { join } from "node:path";
import { anchorOf } from "../find-links.ts";
import { docs } from "./pages.ts";

const row = /^\| \[`([A-Z][A-Z0-9_]*)`\]\(errors\/\1\.md\) \| (.*?) \| (.*?) \|$/;

/** The page of each error code, by its path in `docs/`, made of the tables of docs/errors.md. */
export function errorPages(): Map<string, string> {
  const pages = new Map<string, string>();
  let section = "";
  for (const line of readFileSync(join(docs, "errors.md"), "utf8").split("\n")) {
    section = /^## (.*)$/.exec(line)?.[1] ?? section;
    const [, code, happened = "", help = ""] = row.exec(line) ?? [];
    if (code !== undefined) pages.set(`errors/${code}.md`, pageOf(code, section, happened, help));
  }
  return pages;
}

function pageOf(code: string, section: string, happened: string, help: string): string {
  return `# ${code}

${sentence(happened)}

## What to do

${sentence(help)}

The other codes of this kind: [${section}](../errors.md#${anchorOf(section)}). How an error reaches a program: [errors](../errors.md).
`;
}

/** A cell of a table as a sentence, with its links as seen from a folder further down. */
function sentence(cell: string): string {
  const text = cell.replace(/\]\((?=[a-z])(?!https?:)/g, "](../");
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? "" : "."}`;
}
