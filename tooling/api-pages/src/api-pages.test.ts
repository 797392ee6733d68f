import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { publishedPackages, root } from "@tooling/packed/published-packages";
import { describe, expect, test } from "vitest";
import { apiPages } from "./api-pages.ts";
import { readPackage } from "./read-package.ts";

const importable = publishedPackages.filter(({ doors }) => doors.length > 0);

test.each(importable)("every export of $name says what it is", (published) => {
  for (const { specifier, exported, passedOn } of readPackage(published).doors) {
    expect(exported.length + passedOn.length).toBeGreaterThan(0);
    const silent = exported.filter(({ text }) => text === "").map(({ name }) => name);
    expect([specifier, silent]).toEqual([specifier, []]);
  }
});

describe("docs/api", () => {
  const pages = apiPages();
  const committed = readdirSync(join(root, "docs/api"));

  test("has a page for each package, and no other", () => {
    expect(committed.sort()).toEqual([...pages.keys()].sort());
  });

  test.each(committed)("%s is what the source makes of it today: npx pnpm@12 api-pages", (file) => {
    expect(readFileSync(join(root, "docs/api", file), "utf8")).toBe(pages.get(file)?.text);
  });

  test.each([...pages])("%s is where the last line of its guide leads", (file, { guide }) => {
    const lastLine = readFileSync(join(root, "docs", guide), "utf8")
      .trimEnd()
      .split("\n")
      .at(-1);
    expect(lastLine).toBe(`Every export: [api/${file}](api/${file})`);
  });
});
