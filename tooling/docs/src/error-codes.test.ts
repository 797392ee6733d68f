import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { codesIn, findCodes } from "./find-codes.ts";

const root = join(import.meta.dirname, "../../..");
const page = readFileSync(join(root, "docs/errors.md"), "utf8");
const documented = new Set([...page.matchAll(/^\| \[`([A-Z][A-Z0-9_]*)`\]/gm)].map(([, code]) => code));

test("codes are found in types and in code, and what is not ours is left out", () => {
  const source =
    'type ACode =\n | "INTERNAL"\n | "NOT_FOUND" | (string & {});\nnew X("BAD_INPUT", "No", "ENOENT"); new XError(\n"GONE"); "EAI_AGAIN"; "FST_ERR_X"';
  expect(findCodes(source)).toEqual(["BAD_INPUT", "GONE", "INTERNAL", "NOT_FOUND"]);
});

describe("docs/errors.md", () => {
  const packages = readdirSync(join(root, "packages"));
  const all = new Map(packages.flatMap((name) => [...codesIn(join(root, "packages", name, "src"))]));

  test.each(packages)("has each code of packages/%s", (name) => {
    const missing = [...codesIn(join(root, "packages", name, "src"))].filter(([code]) => !documented.has(code));
    expect(missing).toEqual([]);
  });

  test("has no code that is gone", () => {
    expect([...documented].filter((code) => !all.has(code ?? ""))).toEqual([]);
    expect(documented.size).toBeGreaterThan(40);
  });
});
