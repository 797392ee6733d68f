import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "./read-packages.ts";

const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
const files = globSync("packages/*/src/**/*.ts", { cwd: root });

/** The files that a section names, in its order. */
function namedIn(heading: string): string[] {
  const section = page.split(/^## /m).find((each) => each.startsWith(heading)) ?? "";
  return [...section.matchAll(/`([\w/-]+\.ts)`/g)].map(([, file = ""]) => file);
}

test.each([
  ["A read", 20],
  ["A write", 20],
  ["A run", 12],
])("%s is followed in %i files at most, and all of them are there", (heading, max) => {
  const named = namedIn(heading);
  expect(named.length).toBeGreaterThan(5);
  expect(named.length).toBeLessThanOrEqual(max);
  expect(named.filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([]);
});
