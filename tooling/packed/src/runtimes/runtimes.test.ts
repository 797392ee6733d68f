import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { startServer } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { beforeAll, expect, it } from "vitest";

const run = promisify(execFile);
const runtimes = join(import.meta.dirname, "../../runtimes");
const installed = (name: string): string => join(runtimes, "node_modules/.bin", name);

beforeAll(async () => {
  await run("npx", ["--yes", "pnpm@12", "--dir", runtimes, "install", "--frozen-lockfile"], { cwd: runtimes });
}, 300_000);

const all: [name: string, command: string, args: string[]][] = [
  ["Node 24", process.execPath, []],
  ["Node 22", installed("node"), []],
  ["Bun", installed("bun"), []],
  ["Deno", installed("deno"), ["run", "--allow-all", "--no-remote", "--node-modules-dir=manual"]],
];

/** Runs a program of this folder. Bun and Deno keep caches in HOME: it goes with the test. */
async function printedBy(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const { stdout } = await run(command, args, {
    cwd: import.meta.dirname,
    env: { PATH: process.env.PATH ?? "", HOME: temporaryFolder(), NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...env },
  });
  return stdout;
}

it.each(all)("the local layers work on %s", async (_, command, args) => {
  expect(await printedBy(command, [...args, "local-layers.mjs"])).toBe("the local layers work\n");
});

it.each(all.slice(0, 2))("the layers load by require on %s", async (_, command) => {
  expect(await printedBy(command, ["require-layers.cjs"])).toBe("loaded\n");
});

it("the commands say that Node 20 is too old, and end with 1", async () => {
  for (const [folder, command] of [
    ["cli", "keyfold"],
    ["server", "keyfold-server"],
  ]) {
    const main = join(import.meta.dirname, "../../../../packages", `${folder}`, "dist/main.js");
    for (const args of [["--version"], ["run", "--", "true"], ["start"]]) {
      const said = expect.stringMatching(
        `^${command}: Node 22 or newer is needed; this is Node 20[.\\d]+ \\(.+\\)\\.\n$`,
      );
      await expect(run(join(runtimes, "node_modules/node-20/bin/node"), [main, ...args])).rejects.toMatchObject({
        code: 1,
        stdout: "",
        stderr: said,
      });
    }
  }
});

it("can't be built for browsers by webpack, as a client component of Next.js is, and the error says why", async () => {
  const { webpack } = createRequire(join(runtimes, "package.json"))("webpack");
  const output = { path: temporaryFolder() };
  const stats: { toJson(): { errors: { message: string }[] } } = await promisify(webpack)({
    mode: "production",
    target: "web",
    context: import.meta.dirname,
    entry: "./read-in-run.mjs",
    output,
  });
  expect(stats.toJson().errors[0]?.message).toContain("server only");
});

/** The variables of a service that may open runs, on a server that has "my secret". */
async function serverWithSecret(): Promise<Record<string, string>> {
  const { url, adminToken } = await startServer();
  const query = 'mutation { setSecret(input: { name: "my secret", value: 42 }) { success } }';
  const headers = { "content-type": "application/json", authorization: `Bearer ${adminToken}` };
  await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  return { KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false", KEYFOLD__CLOUD__URL: url, KEYFOLD__CLOUD__TOKEN: adminToken };
}

it("a run reads from a server on each of them", async () => {
  const env = await serverWithSecret();
  for (const [name, command, args] of all) {
    expect([name, await printedBy(command, [...args, "read-in-run.mjs"], env)]).toEqual([name, "read in a run\n"]);
  }
});

it("the layers load by require in Jest, on Node 24 and 22, and read from a server in a run", async () => {
  const env = await serverWithSecret();
  const args = [join(runtimes, "node_modules/jest/bin/jest.js"), "--rootDir", import.meta.dirname, "--json"];
  for (const [, command] of all.slice(0, 2)) {
    const report = await printedBy(command, [...args, "--testMatch", "**/layers.jest.cjs"], env);
    expect(JSON.parse(report)).toMatchObject({ numPassedTests: 3, numTotalTests: 3 });
  }
});
