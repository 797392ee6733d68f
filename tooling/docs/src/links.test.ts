import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { anchorsOf, findLinks } from "./find-links.ts";

const root = join(import.meta.dirname, "../../..");
const pages = globSync(["*.md", "docs/**/*.md", "{packages,deploy,examples}/*/*.md"], { cwd: root }).sort();

test("links and headings are found as GitHub shows them", () => {
  const page =
    '# One `two`, three\n[a](b.md#c-d) [w](https://x.example/y) `[no](no.md)`\n```\n# no\n[no](no)\n```\n## [x](#one)\n<a id="y"></a>\n';
  expect(findLinks(page)).toEqual([
    { path: "b.md", anchor: "c-d" },
    { path: "", anchor: "one" },
  ]);
  expect(anchorsOf(page)).toEqual(["one-two-three", "xone", "y"]);
});

describe("every link leads somewhere", () => {
  test.each(pages)("in %s", (page) => {
    const broken = findLinks(readFileSync(join(root, page), "utf8")).filter(({ path, anchor }) => {
      const target = path === "" ? join(root, page) : join(root, dirname(page), path);
      if (!existsSync(target) || relative(root, target).startsWith("..")) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(target, "utf8")).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});

test("the pages that messages name are there, with their headings", () => {
  const named = globSync("packages/*/src/**/*.ts", { cwd: root }).flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(/docsPage\("([^"#]*)(?:#([^"]*))?"\)/g)].map(
      ([, page = "", anchor]) => ({ page: join("docs", page), anchor }),
    ),
  );
  const broken = named.filter(
    ({ page, anchor }) =>
      !existsSync(join(root, page)) ||
      (anchor !== undefined && !anchorsOf(readFileSync(join(root, page), "utf8")).includes(anchor)),
  );
  expect(named.length).toBeGreaterThan(8);
  expect(broken).toEqual([]);
});
