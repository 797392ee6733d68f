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

const read = namedIn("A read");
/** What a write has in common with a read, where the page does not say it again. */
const shared = read.slice(read.indexOf("http/graphql-route.ts"), read.indexOf("graphql/guard-fields.ts"));

test.each([
  ["A read", 20, read],
  ["A write", 20, [...shared, ...namedIn("A write")]],
  ["A run", 12, namedIn("A run")],
])("%s is followed in %i files at most, and all of them are there", (_heading, max, named) => {
  expect(named.length).toBeGreaterThan(11);
  expect(named.length).toBeLessThanOrEqual(max);
  expect(named.filter((name) => !files.some((file) => file.endsWith(`/${name}`)))).toEqual([]);
});
