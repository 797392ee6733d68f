import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { publishedPackages, root } from "@tooling/packed/published-packages";
import { expect, test } from "vitest";
import { apiPages, doorsOf } from "./api-pages.ts";

const importable = publishedPackages.filter(({ doors }) => doors.length > 0);

test.each(importable)("every export of $name says what it is", (published) => {
  for (const { specifier, exported } of doorsOf(published)) {
    expect(exported.length).toBeGreaterThan(0);
    const silent = exported.filter(({ comment }) => comment === "").map(({ name }) => name);
    expect([specifier, silent]).toEqual([specifier, []]);
  }
});

test("the pages are what the source makes of them today: npx pnpm@12 api-pages", () => {
  for (const [path, page] of apiPages()) {
    const file = join(root, path);
    expect(existsSync(file) ? readFileSync(file, "utf8") : `${path} is not there`).toBe(page);
  }
});
