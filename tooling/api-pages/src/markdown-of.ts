/** Where a page leads for the name of an export, if it is on a page. */
export type LinkOf = (name: string) => string | undefined;

const block = /(^ *```.*?^ *```)/gms;
const code = /(`[^`]*`)/g;

/** A comment as Markdown: a paragraph a line, with links to the exports that it names and to the pages for people. */
export function markdownOf(comment: string, linkOf: LinkOf): string {
  return outside(block, comment, (text) =>
    outside(code, text.replace(/(?<!\n)\n(?!\n|[-*] |$)/g, " "), (prose) =>
      prose
        .replaceAll("<", "\\<")
        .replace(/\b[A-Za-z]+[A-Z]\w*\b/g, (name) => (linkOf(name) === undefined ? name : linked(name, linkOf)))
        .replace(/\bdocs\/([\w-]+)\.md\b/g, "[$1](../$1.md)"),
    ),
  );
}

/** A name in code, which leads to its page if it has one. */
export function linked(name: string, linkOf: LinkOf): string {
  const link = linkOf(name);
  return link === undefined ? `\`${name}\`` : `[\`${name}\`](${link})`;
}

/** Changes what a pattern with one group doesn't match. */
function outside(pattern: RegExp, text: string, change: (part: string) => string): string {
  return text
    .split(pattern)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join("");
}
