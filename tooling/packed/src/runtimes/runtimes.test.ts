import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { startServer } from "@tooling/vitest/processes";
import { startProgram } from "@tooling/vitest/program";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { beforeAll, expect, it, onTestFinished } from "vitest";

const run = promisify(execFile);
const runtimes = join(import.meta.dirname, "../../runtimes");
const frameworks = join(import.meta.dirname, "../../../../examples/frameworks/src");
const keyfold = join(import.meta.dirname, "../../../../packages/cli/dist/main.js");
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

it.each(all.slice(0, 2))("the command works without a server on %s", async (_, command) => {
  expect(await printedBy(command, ["local-command.mjs"])).toBe("the command works\n");
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
      const printed = expect.stringMatching(
        `^${command}: Node 22 or newer is needed; this is Node 20[.\\d]+ \\(.+\\)\\.\n$`,
      );
      await expect(run(join(runtimes, "node_modules/node-20/bin/node"), [main, ...args])).rejects.toMatchObject({
        code: 1,
        stdout: "",
        stderr: printed,
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

/** The variables of a service that may open runs, on a server that has a secret: 42, or "42" under another name. */
async function serverWithSecret(name = "my secret"): Promise<Record<string, string>> {
  const { url, adminToken } = await startServer();
  const value = name === "my secret" ? 42 : '"42"';
  await askServer(url, adminToken, `mutation { setSecret(input: { name: "${name}", value: ${value} }) { success } }`);
  return { KEYFOLD__CLOUD__USE_LOCAL_SECRETS: "false", KEYFOLD__CLOUD__URL: url, KEYFOLD__CLOUD__TOKEN: adminToken };
}

async function askServer(url: string, token: string, query: string): Promise<unknown> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${token}` };
  const response = await fetch(`${url}/graphql`, { method: "POST", headers, body: JSON.stringify({ query }) });
  return ((await response.json()) as { data: unknown }).data;
}

it("a run reads from a server on each of them", async () => {
  const env = await serverWithSecret();
  for (const [name, command, args] of all) {
    expect([name, await printedBy(command, [...args, "read-in-run.mjs"], env)]).toEqual([name, "read in a run\n"]);
  }
});

it.each(all.slice(2))(
  "examples/frameworks serves what its run reads on %s, and the run ends with it",
  async (name, ...typed) => {
    const cloud = await serverWithSecret("stripe key");
    const env = { ...cloud, PORT: "0", HOME: temporaryFolder() };
    const label = name.toLowerCase();
    const program = [typed[0], ...typed[1], join(frameworks, `${label}.mjs`)];
    // What Deno serves has no scope: its run is the process's.
    const opened = [process.execPath, keyfold, "run", "--allow", "stripe key", "--label", label, "--", ...program];
    const [command = "", ...args] = name === "Deno" ? opened : program;
    const atEnd = (stop: () => Promise<void>): void => onTestFinished(stop);
    const service = await startProgram(command, args, /listening on (\S+)/, { env, cwd: frameworks, atEnd });
    expect(await (await fetch(service.found)).json()).toEqual({ paidBy: "a key of 2 characters" });
    await service.stop();
    const asked = askServer(
      cloud.KEYFOLD__CLOUD__URL ?? "",
      cloud.KEYFOLD__CLOUD__TOKEN ?? "",
      "{ runs { label live } }",
    );
    expect(await asked).toEqual({ runs: [{ label, live: false }] });
  },
  120_000,
);

it("a function's calls have runs of their own on Node 22, too", async () => {
  const env = await serverWithSecret("stripe key");
  const printed = await printedBy(installed("node"), [join(frameworks, "invoke.ts")], env);
  expect(printed).toBe("paid by a key of 2 characters\n".repeat(2));
}, 120_000);

it("the layers load by require in Jest, on Node 24 and 22, and read from a server in a run", async () => {
  const env = await serverWithSecret();
  const args = [join(runtimes, "node_modules/jest/bin/jest.js"), "--rootDir", import.meta.dirname, "--json"];
  for (const [, command] of all.slice(0, 2)) {
    const report = await printedBy(command, [...args, "--testMatch", "**/layers.jest.cjs"], env);
    expect(JSON.parse(report)).toMatchObject({ numPassedTests: 3, numTotalTests: 3 });
  }
});
