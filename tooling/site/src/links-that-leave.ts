import { join } from "node:path/posix";
import type { MarkdownRenderer } from "vitepress";
import { repository } from "./site.ts";

/**
 * Makes of a link to a file of the repository that is no page, such as an example, a link into the repository on the web; or, where that has no
 * address, its words alone, with the file's path after them.
 */
export function linksThatLeave(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("links that leave", ({ tokens, env, Token }) => {
    const page = `docs/${env.relativePath}`;
    for (const { children } of tokens) {
      if (children === null) continue;
      for (const [index, open] of children.entries()) {
        const href = open.type === "link_open" ? String(open.attrGet("href")) : "";
        const path = join(page, "..", href);
        if (!/^\.\.?\//.test(href) || path.startsWith("docs/")) continue;
        if (repository !== undefined) {
          open.attrSet("href", repository + path);
          continue;
        }
        const close = children.findIndex((token, at) => at > index && token.type === "link_close");
        children[index] = new Token("text", "", 0);
        const shown = new Token("html_inline", "", 0);
        shown.content = ` (<code>${markdown.utils.escapeHtml(path)}</code>)`;
        children[close] = shown;
      }
    }
  });
}
