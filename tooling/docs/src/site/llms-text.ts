import type { Page } from "./pages.ts";
import { base, description, title } from "./site.ts";

/** The list of pages for language models, as llmstxt.org describes it: a line for each, with its Markdown's address. */
export function llmsText(pages: readonly Page[]): string {
  const line = ({ path, title, summary }: Page): string =>
    `- [${title}](${base}${path})${summary === "" ? "" : `: ${summary}`}\n`;
  const errors = pages.filter(({ path }) => path.startsWith("errors/"));
  const others = pages.filter((page) => !errors.includes(page));
  return `# ${title}\n\n> ${description}\n\n## Pages\n\n${others.map(line).join("")}\n## Error codes\n\n${errors.map(line).join("")}`;
}
