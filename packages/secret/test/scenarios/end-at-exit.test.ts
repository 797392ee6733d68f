import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { cloud } from "../../src/test/configure.ts";
import { liveRuns, startTeam } from "../../src/test/team.ts";

const built = new URL("../../dist/index.js", import.meta.url).href;

function program(body: string): string {
  const file = join(temporaryFolder(), "program.mjs");
  writeFileSync(file, `import { Secret, withRun } from ${JSON.stringify(built)};\n${body}`);
  return file;
}

test.for([
  ["process.exit", "await withRun({}, async () => { await new Secret('KEY').get(); process.exit(3); });", 3],
  [
    "an error that nobody caught",
    "await withRun({}, () => { setTimeout(() => { throw 1; }, 1); return new Promise(() => {}); });",
    1,
  ],
  ["nothing left to do", "withRun({}, () => new Promise(() => {}));", 0],
] as const)("a run ends with its process: %s", async ([, body, code]) => {
  const team = await startTeam({ KEY: "value" });
  const finished = await runScript(program(body), [], { env: cloud(team.url, team.runnerToken) });
  expect(finished.code).toBe(code);
  expect((await team.admin.runs()).length).toBe(1);
  expect(await liveRuns(team)).toBe(0);
});

test.for(["SIGTERM", "SIGINT"] as const)(
  "a run ends with its process, which still dies of its signal: %s",
  async (signal) => {
    const team = await startTeam();
    const body =
      "await withRun({}, () => { console.log('open'); return new Promise((done) => setTimeout(done, 60_000)); });";
    const child = spawn(process.execPath, [program(body)], {
      env: { PATH: process.env.PATH, HOME: "/nonexistent", ...cloud(team.url, team.runnerToken) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    expect(await liveRuns(team)).toBe(1);
    child.kill(signal);
    expect(await once(child, "close")).toEqual([null, signal]);
    expect(await liveRuns(team)).toBe(0);
  },
);

test.for(["esm", "cjs"] as const)(
  "bundled by esbuild, away from its packages, it ends its run as quietly: %s",
  async (format) => {
    const team = await startTeam({ KEY: "value" });
    const outfile = join(temporaryFolder(), format === "esm" ? "service.mjs" : "service.cjs");
    const contents = `import { Secret, withRun } from "@keyfold/secret";
    void withRun({}, async () => {
      await new Secret("KEY").get();
      console.log("open");
      await new Promise((done) => setTimeout(done, 60_000));
    });`;
    const stdin = { contents, resolveDir: fileURLToPath(new URL("../..", import.meta.url)), loader: "ts" } as const;
    await build({
      stdin,
      outfile,
      format,
      bundle: true,
      platform: "node",
      alias: { "@keyfold/secret": fileURLToPath(built) },
    });
    const child = spawn(process.execPath, [outfile], {
      env: { PATH: process.env.PATH, HOME: "/nonexistent", ...cloud(team.url, team.runnerToken) },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (data: Buffer) => {
        printed += String(data);
      });
    await once(child.stdout, "data");
    expect(await liveRuns(team)).toBe(1);
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([null, "SIGTERM"]);
    expect(printed).toBe("open\n");
    expect(await liveRuns(team)).toBe(0);
  },
);
