import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createMarkdownRenderer } from "vitepress";
import { expect, test } from "vitest";
import { errorPages } from "./error-pages.ts";
import { linksOfSite } from "./links-of-site.ts";
import { llmsText } from "./llms-text.ts";
import { docs, readPages, sidebar } from "./pages.ts";

test("docs/errors has the page of each code in docs/errors.md; `pnpm error-pages` brings it up to date", () => {
  const written = globSync("errors/*.md", { cwd: docs }).map((path) => [path, readFileSync(join(docs, path), "utf8")]);
  expect(new Map(written as [string, string][])).toEqual(errorPages());
  const codes = [...readFileSync(join(docs, "errors.md"), "utf8").matchAll(/^\| \[?`([A-Z][A-Z0-9_]*)`/gm)];
  expect([...errorPages().keys()].sort()).toEqual(codes.map(([, code]) => `errors/${code}.md`).sort());
});

test("the sidebar leads to each page once, but for those of errors, and llms.txt names every page", () => {
  const pages = readPages();
  const files = globSync("**/*.md", { cwd: docs }).sort();
  expect(pages.map(({ path }) => path).sort()).toEqual(files);
  const links = sidebar(pages).flatMap(({ items }) => items.map(({ link }) => link));
  expect(new Set(links).size).toBe(links.length);
  expect(links).toHaveLength(files.filter((path) => !path.startsWith("errors/")).length);
  expect(links).toEqual(expect.arrayContaining(["/", "/api/", "/errors", "/decisions/one-audit-chain"]));
  // What a page is about, for search engines and language models; the first is written by TypeDoc.
  expect(pages.filter(({ summary }) => summary === "").map(({ path }) => path)).toEqual(["api/README.md"]);
  const text = llmsText(pages);
  expect(files.filter((path) => !text.includes(`](/${path})`))).toEqual([]);
  expect(text).toContain("- [Errors](/errors.md): Every error has a code, a message and a tip.\n");
});

test("a link to what is no page becomes its words and its path, one to README.md leads to the folder's page, others stay", async () => {
  const markdown = await createMarkdownRenderer(docs, { config: linksOfSite });
  const html = markdown.render(
    "an [`a`](../examples/a) and [b](../docs/x.md#y), [c](https://c.example/), [d](guides/README.md#z), [e](#e), [LICENSE](../LICENSE)",
    { relativePath: "secrets.md" },
  );
  expect(html).toContain("an <code>a</code> (<code>examples/a</code>) and <a href=");
  expect(html).toContain("e</a>, <code>LICENSE</code></p>");
  const hrefs = [...html.matchAll(/<a href="([^"]*)"/g)].map(([, href]) => href);
  expect(hrefs).toEqual(["./../docs/x.html#y", "https://c.example/", "./guides/#z", "#e"]);
});
