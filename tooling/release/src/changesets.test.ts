import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const files = globSync(".changeset/**/*.md", { cwd: root });
const names = globSync("packages/*/package.json", { cwd: root }).map(
  (file) => (JSON.parse(readFileSync(join(root, file), "utf8")) as { name: string }).name,
);

// A formatter may take the head of a changeset for Markdown; the release would be the first to find that out.
test("every changeset names packages of ours, a bump each, and says in words what changed", () => {
  for (const file of files) {
    const text = readFileSync(join(root, file), "utf8");
    const { head = "", words = "" } = /^---\n(?<head>[\s\S]*?)\n---\n\n(?<words>[\s\S]*)$/.exec(text)?.groups ?? {};
    const bumps = head.split("\n").map((line) => /^["'](.+)["']: (?:patch|minor|major)$/.exec(line)?.[1]);
    expect([file, names]).toEqual([file, expect.arrayContaining(bumps)]);
    expect([file, words.trim()]).not.toEqual([file, ""]);
  }
});
