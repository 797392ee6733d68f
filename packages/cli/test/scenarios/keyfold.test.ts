import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { makeProgram } from "../../src/program.ts";
import { person, runner } from "../person.ts";
import { keyfoldCommand } from "../program.ts";

const run = promisify(execFile);

describe("keyfold", () => {
  it("starts by a symbolic link, as npm makes one", async () => {
    const link = join(temporaryFolder(), "keyfold");
    symlinkSync(keyfoldCommand, link);
    const env = { PATH: `${join(process.execPath, "..")}:${process.env.PATH}` };
    expect((await run(link, ["--version"], { env })).stdout).toBe(`${manifest.version}\n`);
    expect(statSync(keyfoldCommand).mode & 0o111).toBe(0o111);
    expect(readFileSync(keyfoldCommand, "utf8").split("\n")[0]).toBe("#!/usr/bin/env node");
  });

  it("ends with 2 for commands and options that it doesn't have, and points to --help", async () => {
    const { keyfold } = person();
    for (const args of [
      [],
      ["secret"],
      ["bogus"],
      ["secret", "bogus"],
      ["secret", "list", "--bogus"],
      ["secret", "rm"],
    ]) {
      const { code, stdout, stderr } = await keyfold(args);
      expect({ args, code, stdout }).toEqual({ args, code: 2, stdout: "" });
      expect(stderr).toMatch(/--help/);
    }
    const { code, stdout } = await keyfold(["secret", "set", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Examples:");
  });

  it("has --json and examples on every command", () => {
    const leaves = (command: ReturnType<typeof makeProgram>): ReturnType<typeof makeProgram>[] =>
      command.commands.length === 0 ? [command] : command.commands.flatMap((each) => leaves(each as typeof command));
    for (const command of leaves(makeProgram(() => {}))) {
      expect(command.options.map(({ long }) => long)).toContain("--json");
    }
  });

  it("doesn't mind a reader that has seen enough", async () => {
    const { stdout, stderr } = await run("bash", [
      "-c",
      `"$0" "$1" completion bash | head -c 1`,
      process.execPath,
      keyfoldCommand,
    ]);
    expect({ stdout, stderr }).toEqual({ stdout: "_", stderr: "" });
  });

  it("loads for a run neither Node's fetch nor a parser of GraphQL, and leaves no file", async () => {
    const bo = await runner({ a: "value" });
    const hook = 'process.on("exit", () => process._rawDebug(process.moduleLoadList.join(",")))';
    const node = ["--import", `data:text/javascript,${encodeURIComponent(hook)}`];
    const TMPDIR = temporaryFolder();
    const env = { ...bo.env, PATH: process.env.PATH, TMPDIR };
    const args = [...node, keyfoldCommand, "run", "--env", "A=a", "--", "true"];
    const loaded = (await run(process.execPath, args, { env })).stderr.split(",");
    expect(loaded).toContain("NativeModule _http_client");
    expect(loaded).not.toContain("NativeModule internal/deps/undici/undici");
    expect(readdirSync(TMPDIR)).toEqual([]);
    const bundle = join(keyfoldCommand, "..");
    const texts = readdirSync(bundle).map((file) => readFileSync(join(bundle, file), "utf8"));
    expect(texts.filter((text) => text.includes("Syntax Error: "))).toEqual([]);
  });
});
