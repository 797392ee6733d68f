import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, it } from "vitest";

const demo = join(import.meta.dirname, "main.ts");

it("tells the whole story, every fact held, and leaves nothing behind", async () => {
  const TMPDIR = temporaryFolder();
  const { code, stdout, stderr } = await runScript(demo, [], { env: { TMPDIR, NO_COLOR: "1" } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/The end: \d+ facts, and every one of them held\.\n/);
  // What to type next is on the page that it names.
  const [, next = ""] = /docs\/getting-started\.md:\n\n(.*)$/s.exec(stdout) ?? [];
  const page = readFileSync(join(import.meta.dirname, "../../../docs/getting-started.md"), "utf8").split("\n");
  const lines = next
    .trimEnd()
    .split("\n")
    .map((line) => line.trim());
  expect(lines.length).toBeGreaterThan(2);
  for (const line of lines) expect(page).toContain(line);
  expect(readdirSync(TMPDIR)).toEqual([]);
});
