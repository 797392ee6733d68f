/** A link in a page of Markdown to another file of the repository or to a heading. */
export interface Link {
  /** Relative to the page; empty for a heading of the page itself. */
  readonly path: string;
  readonly anchor: string | undefined;
}

const fence = /^```.*?^```/gms;
const inline = /`[^`\n]*`/g;
const link = /\]\(([^)\s#]*)(?:#([^)\s]*))?\)/g;

/** The links of a page, those to the web aside. What stands in code is no link. */
export function findLinks(page: string): Link[] {
  return [...page.replace(fence, "").replace(inline, "").matchAll(link)]
    .map(([, path = "", anchor]) => ({ path, anchor }))
    .filter(({ path }) => !/^[a-z]+:/.test(path));
}

/** The anchors of a page: of its headings, as GitHub makes them, and those that it names itself. */
export function anchorsOf(page: string): string[] {
  const text = page.replace(fence, "");
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) => anchorOf(heading));
  const named = [...text.matchAll(/<a id="([^"]*)"><\/a>/g)].map(([, id = ""]) => id);
  return [...headings, ...named];
}

/** The anchor of a heading, as GitHub makes it. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
