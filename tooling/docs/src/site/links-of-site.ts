import { join } from "node:path/posix";
import type { MarkdownRenderer } from "vitepress";
import { repository } from "./site.ts";

/**
 * Makes links that are good on GitHub good on the site. One to a folder's README.md leads to the folder's page. One to a file of the repository
 * that is no page, such as an example, leads to the repository on the web; or, where that has no address, only its words are left, with
 * the file's path after them.
 */
export function linksOfSite(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("links of the site", ({ tokens, env, Token }) => {
    const page = `docs/${env.relativePath}`;
    for (const { children } of tokens) {
      if (children === null) continue;
      for (const [index, open] of children.entries()) {
        const href = String(open.attrGet("href"));
        if (open.type !== "link_open" || /^([a-z]+:|#)/.test(href)) continue;
        const path = join(page, "..", href);
        if (path.startsWith("docs/")) {
          open.attrSet("href", href.replace(/\bREADME\.md(?=#|$)/, "index.md"));
          continue;
        }
        if (repository !== undefined) {
          open.attrSet("href", repository + path);
          continue;
        }
        const close = children.findIndex((token, at) => at > index && token.type === "link_close");
        const words = children.slice(index + 1, close);
        const shown = new Token("html_inline", "", 0);
        const code = `<code>${markdown.utils.escapeHtml(path)}</code>`;
        const isPath = words.length === 1 && words[0]?.content === path;
        shown.content = isPath ? code : ` (${code})`;
        children[index] = new Token("text", "", 0);
        if (isPath) children[index + 1] = new Token("text", "", 0);
        children[close] = shown;
      }
    }
  });
}
