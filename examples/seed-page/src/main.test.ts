import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, it } from "vitest";

const demo = join(import.meta.dirname, "main.ts");

it("tells the whole story, every fact held, and leaves nothing behind", async () => {
  const TMPDIR = temporaryFolder();
  const { code, stdout, stderr } = await runScript(demo, [], { env: { TMPDIR, NO_COLOR: "1" } });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/The end: \d+ facts, and every one of them held\.\n$/);
  expect(readdirSync(TMPDIR)).toEqual([]);
});
