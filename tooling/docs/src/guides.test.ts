import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { blocksOf, commandsOf } from "./commands-of-page.ts";

const root = join(import.meta.dirname, "../../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const blocks = globSync("docs/guides/*.md", { cwd: root }).flatMap((page) => blocksOf(read(page)));
const programs = globSync("examples/frameworks/src/**/*.{ts,tsx,mjs}", { cwd: root })
  .filter((file) => !/\.test\.ts$|invoke\.ts$/.test(file))
  .map(read);

test("the programs of the guides are those of examples/frameworks, and each of those has a guide", () => {
  const shown = blocks.filter(({ language }) => ["ts", "tsx", "js"].includes(language)).map(({ text }) => text);
  expect(shown.sort()).toEqual(programs.sort());
});

/** Commands of the guides, and where they are tried. */
const tried: RegExp[] = [
  /^(npm install|bun add|deno add) /, // tooling/release and tooling/packed install the packages as built
  /^keyfold run --allow "stripe key" -- (next|deno) /, // examples/frameworks, tooling/packed
  /^export KEYFOLD__CLOUD__/, // every test of examples/frameworks has these variables
];

test("the guides have no block that nobody tries", () => {
  expect([...new Set(blocks.map(({ language }) => language))].sort()).toEqual(["js", "sh", "toml", "ts", "tsx"]);
  const commands = blocks.flatMap(({ language, text }) => (language === "sh" ? commandsOf(text) : []));
  expect(commands.filter((command) => !tried.some((pattern) => pattern.test(command)))).toEqual([]);
});
