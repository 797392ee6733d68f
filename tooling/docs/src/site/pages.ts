import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of the pages. */
export const docs: string = join(import.meta.dirname, "../../../../docs");

/** A page of the documentation. */
export interface Page {
  /** From `docs/`, for example `api/secret.md`. */
  readonly path: string;
  /** Its first heading, without Markdown. */
  readonly title: string;
  /** Its first sentence, without Markdown; empty where it begins with something else. */
  readonly summary: string;
}

/** The groups of the sidebar, with the pages of each in their order; what stands in none of them is in "More". */
const groups: readonly (readonly [title: string, paths: readonly string[]])[] = [
  ["Start", ["README.md", "getting-started.md", "concepts.md", "choosing.md", "faq.md", "glossary.md"]],
  ["In a program", ["secrets.md", "configuration.md", "context.md", "client.md", "agents.md"]],
  ["Guides", ["guides/*.md"]],
  ["The command", ["cli.md", "moving.md", "prefect.md"]],
  ["Without a stored credential", ["trusts.md", "github-actions.md", "gitlab.md", "kubernetes.md"]],
  [
    "The server",
    [
      "server.md",
      "grants.md",
      "sign-in.md",
      "console.md",
      "production.md",
      "upgrades.md",
      "threat-model.md",
      "benchmark.md",
    ],
  ],
  ["Reference", ["errors.md", "api/*.md"]],
  ["More", ["*.md"]],
  ["Decisions", ["decisions/*.md"]],
];

/** The pages of errors are reached from their table. */
const inNoGroup = "errors/*.md";

/** Every page, in the order of the sidebar, then the errors'. */
export function readPages(): Page[] {
  return paths([...groups.flatMap(([, patterns]) => patterns), inNoGroup]).map(readPage);
}

/** The files that patterns name, each once; a folder's README.md comes before the others. */
function paths(patterns: readonly string[]): string[] {
  const order = (path: string): string => (path.endsWith("README.md") ? "" : path);
  const sorted = (pattern: string): string[] =>
    globSync(pattern, { cwd: docs }).sort((one, other) => (order(one) < order(other) ? -1 : 1));
  return [...new Set(patterns.flatMap(sorted))];
}

function readPage(path: string): Page {
  const text = readFileSync(join(docs, path), "utf8");
  const [, title = path] = /^# (.*)$/m.exec(text) ?? [];
  const [, paragraph = ""] = /^# .*\n\n(?:- )?((?: *(?!```)[A-Za-z*`[].*\n)+)/.exec(text) ?? [];
  const [sentence = ""] = /^.*?[.:](?= |$)/.exec(plain(paragraph.replaceAll("\n", " ").trim())) ?? [];
  return { path, title: plain(title), summary: sentence.replace(/:$/, ".") };
}

/** Markdown of one line as it reads. */
function plain(markdown: string): string {
  return markdown.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "");
}

interface SidebarGroup {
  text: string;
  collapsed: boolean;
  items: { text: string; link: string }[];
}

/** The sidebar, as VitePress takes it; only what a newcomer needs is open. */
export function sidebar(pages: readonly Page[]): SidebarGroup[] {
  const shown = new Set<string>();
  const all = groups.map(([text, patterns], index) => {
    const items = paths(patterns)
      .filter((path) => !shown.has(path))
      .map((path) => {
        shown.add(path);
        const title = pages.find((page) => page.path === path)?.title ?? path;
        return { text: title, link: `/${path.replace(/README\.md$/, "").replace(/\.md$/, "")}` };
      });
    return { text, collapsed: index > 2, items };
  });
  return all.filter(({ items }) => items.length > 0);
}
