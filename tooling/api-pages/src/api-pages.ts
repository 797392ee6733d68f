import { basename } from "node:path";
import { publishedPackages } from "@tooling/packed/published-packages";
import type { PackageExports } from "./exported.ts";
import { anchorOf, headingsOf } from "./headings-of.ts";
import { pageOfPackage } from "./page-of-package.ts";
import { readPackage } from "./read-package.ts";

interface Page {
  name: string;
  file: string;
  exports: PackageExports;
  headings: Map<string, string>;
}

/** Pages for people that are not called as their package. */
const guides: Record<string, string> = { "config.md": "configuration.md", "secret.md": "secrets.md" };

/** The page of each package that exports something, by its name in `docs/api`, with the page that leads to it. */
export function apiPages(): Map<string, { guide: string; text: string }> {
  const pages = publishedPackages
    .filter(({ doors }) => doors.length > 0)
    .map((published): Page => {
      const exports = readPackage(published);
      return { name: published.name, file: `${basename(published.folder)}.md`, exports, headings: headingsOf(exports) };
    });
  return new Map(
    pages.map((page) => {
      const guide = guides[page.file] ?? page.file;
      const linkOf = (name: string): string | undefined => linkFrom(page, pages, name);
      return [page.file, { guide, text: pageOfPackage(page.exports, { name: page.name, guide, linkOf }) }];
    }),
  );
}

/** The page's own name, else what another package exports by that name. */
function linkFrom(page: Page, pages: readonly Page[], name: string): string | undefined {
  const own = page.headings.get(name);
  if (own !== undefined) return `#${anchorOf(own)}`;
  const other = pages.find(({ exports }) =>
    exports.doors.some(({ exported }) => exported.some((each) => each.name === name)),
  );
  return other && `${other.file}#${anchorOf(other.headings.get(name) ?? name)}`;
}
