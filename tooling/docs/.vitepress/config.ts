import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitepress";
import { anchorOf } from "../src/find-links.ts";
import { linksOfSite } from "../src/site/links-of-site.ts";
import { llmsText } from "../src/site/llms-text.ts";
import { docs, readPages, sidebar } from "../src/site/pages.ts";
import { base, description, title } from "../src/site/site.ts";

const pages = readPages();
const vitepress = fileURLToPath(import.meta.resolve("vitepress"));
const key =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><circle cx="5" cy="8" r="3.5" fill="none" stroke="#5b6ee1" stroke-width="2"/><path d="M8.5 8H15v3.5M12 8v2.5" fill="none" stroke="#5b6ee1" stroke-width="2"/></svg>';

// On a phone's width a name in a table may be broken, which leaves room for what is said of it.
const tables = `
.vp-doc table td { vertical-align: top }
@media (max-width: 640px) {
  .vp-doc table :is(td, th) { padding: 6px 8px }
  .vp-doc table td:first-child { min-width: 7rem }
  .vp-doc table td:first-child code { white-space: normal; overflow-wrap: anywhere }
}`;

export default defineConfig({
  title,
  description,
  base,
  lang: "en",
  srcDir: docs,
  outDir: "dist",
  cacheDir: "node_modules/.cache/vitepress",
  // A folder's page is its README.md, which GitHub shows under the list of its files.
  rewrites: { "README.md": "index.md", ":folder/README.md": ":folder/index.md" },
  // Without it a browser asks for /favicon.ico.
  head: [
    ["link", { rel: "icon", href: `data:image/svg+xml,${encodeURIComponent(key)}` }],
    ["style", {}, tables],
  ],
  markdown: {
    // The same anchors as on GitHub, so that a link to a heading works in both.
    anchor: { slugify: anchorOf },
    // A line has half a second by default, then loses its colours: too little for a language's first line on a busy machine.
    codeTransformers: [{ preprocess: (_code, options) => void Object.assign(options, { tokenizeTimeLimit: 0 }) }],
    config: linksOfSite,
  },
  themeConfig: {
    search: { provider: "local" },
    outline: [2, 3],
    nav: [
      { text: "Getting started", link: "/getting-started" },
      { text: "Guides", link: "/guides/", activeMatch: "^/guides/" },
      { text: "Command", link: "/cli" },
      { text: "API", link: "/api/", activeMatch: "^/api/" },
      { text: "Errors", link: "/errors", activeMatch: "^/errors" },
    ],
    sidebar: sidebar(pages),
    docFooter: { prev: false, next: false },
  },
  vite: {
    plugins: [
      {
        // A page becomes a component of Vue's, which is not installed where the pages are.
        name: "vue of the pages",
        enforce: "pre",
        resolveId(id) {
          return /^vue(\/|$)/.test(id) ? this.resolve(id, vitepress, { skipSelf: true }) : undefined;
        },
        // VitePress would have its parts bundled beforehand, looks for them where the pages are, and says of each that it isn't there.
        configResolved({ environments }) {
          for (const { optimizeDeps } of Object.values(environments)) optimizeDeps.include = [];
        },
      },
    ],
  },
  transformPageData({ filePath, relativePath, frontmatter }) {
    const { summary = "" } = pages.find(({ path }) => path === filePath) ?? {};
    // Below a name of the API, all headings are the same.
    if (relativePath.startsWith("api/")) frontmatter.outline = 2;
    return summary === "" ? {} : { description: summary };
  },
  /** Beside the pages: each as the Markdown that it is made of, and the list of them for language models. */
  buildEnd({ outDir }) {
    for (const { path } of pages) cpSync(join(docs, path), join(outDir, path));
    writeFileSync(join(outDir, "llms.txt"), llmsText(pages));
  },
});
