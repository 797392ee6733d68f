import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { beforeAll, expect, it } from "vitest";

const run = promisify(execFile);
const runtimes = join(import.meta.dirname, "../runtimes");
const smoke = join(import.meta.dirname, "smoke.mjs");
const installed = (name: string): string => join(runtimes, "node_modules/.bin", name);

beforeAll(async () => {
  await run("npx", ["--yes", "pnpm@12", "--dir", runtimes, "install", "--frozen-lockfile"], { cwd: runtimes });
}, 300_000);

// Bun and Deno keep caches in HOME: it goes with the test.
it.each([
  ["Node 24", process.execPath, []],
  ["Node 22", installed("node"), []],
  ["Bun", installed("bun"), []],
  ["Deno", installed("deno"), ["run", "--allow-all", "--no-remote", "--node-modules-dir=manual"]],
])("the local layers work on %s", async (_, command, args) => {
  const { stdout } = await run(command, [...args, smoke], {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH ?? "", HOME: temporaryFolder(), NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
  });
  expect(stdout).toBe("smoke passed\n");
});
