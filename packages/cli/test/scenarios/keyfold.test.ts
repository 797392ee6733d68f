import { execFile } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { makeProgram } from "../../src/program.ts";
import { admin, person, runner } from "../person.ts";
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

  it.each(["get", "show", "read", "export"])(
    "has no secret %s, and says why and what to type instead",
    async (word) => {
      const { keyfold } = person();
      const { code, stdout, stderr } = await keyfold(["secret", word, "prod/orders/db url", "--plain"]);
      expect((await keyfold([word, "a"])).stderr).toContain("keyfold run --env A=a -- COMMAND");
      expect({ code, stdout, stderr }).toEqual({
        code: 2,
        stdout: "",
        stderr: `\
keyfold: No command shows a secret's value: people write secrets, only runs read them.
A program gets it in a run: keyfold run --env DB_URL='prod/orders/db url' -- COMMAND
`,
      });
    },
  );

  it("knows rm, ls and -v beside the words of its help", async () => {
    const { keyfold } = await admin();
    for (const noun of ["secret", "token", "team", "run"]) {
      const [list, ls] = await Promise.all([keyfold([noun, "list", "--json"]), keyfold([noun, "ls", "--json"])]);
      expect({ noun, code: ls.code, rows: JSON.parse(ls.stdout).length }).toEqual({
        noun,
        code: 0,
        rows: JSON.parse(list.stdout).length,
      });
    }
    expect((await keyfold(["token", "rm", "none", "--yes"])).stderr).toContain("no such token");
    for (const flag of ["-v", "-V"]) expect((await keyfold([flag])).stdout).toBe(`${manifest.version}\n`);
  });

  it("writes nothing but JSON on standard error with --json, whatever is wrong", async () => {
    const bo = person({ KEYFOLD__CLOUD__URL: "http://127.0.0.1:9", KEYFOLD__CLOUD__TOKEN: "keyfold_team_x" });
    for (const [args, code] of [
      [["--json"], "WRONG_USE"],
      [["bogus", "--json"], "WRONG_USE"],
      [["secret", "--json"], "WRONG_USE"],
      [["secret", "rm", "--json"], "WRONG_USE"],
      [["secret", "get", "a", "--json"], "WRONG_USE"],
      [["secret", "list", "--jsn", "--json"], "WRONG_USE"],
      [["secret", "import", "none.env", "--json"], "FILE_UNREADABLE"],
      [["token", "create", "--role", "king", "--name", "a", "--json"], "WRONG_USE"],
      [["run", "--json"], "WRONG_USE"],
      [["run", "--json", "--use", "x", "--", "true"], "WRONG_USE"],
      [["secret", "set", "a", "--json", "1"], "SERVER_UNREACHABLE"],
      [["config", "get", "none", "--json"], "NO_SUCH_KEY"],
      [["login", "nonsense", "--json"], "WRONG_USE"],
      [["help", "--json"], "WRONG_USE"],
    ] as const) {
      const { stdout, stderr } = await bo.keyfold(args);
      const lines = stderr.split("\n").slice(0, -1);
      const parsed = lines.map((line) => JSON.parse(line));
      expect({ args, stdout, error: parsed.at(-1) }).toEqual({
        args,
        stdout: "",
        error: { error: { code, message: expect.any(String), tip: expect.any(String) } },
      });
      expect(parsed.slice(0, -1).every((line) => typeof line.note.message === "string")).toBe(true);
    }
    // What stands after -- is the program's own.
    expect((await bo.keyfold(["run", "--bogus", "--", "true", "--json"])).stderr).toMatch(/^keyfold: unknown option/);
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

  it.each(["completion bash", "--help", "config show --json"])(
    "says that the output of %s has no room",
    async (args) => {
      const script = `"$0" "$1" ${args} > /dev/full; echo $?`;
      const { stdout, stderr } = await run("bash", ["-c", script, process.execPath, keyfoldCommand]);
      expect({ stdout, stderr }).toEqual({
        stdout: "1\n",
        stderr: expect.stringMatching(/^.*could not be written \(ENOSPC\).*\n/),
      });
      expect(stderr).not.toContain("    at ");
    },
  );

  it("keeps a program running where its own notes have no room", async () => {
    const script = `"$0" "$1" run --allow a -- echo done 2> /dev/full; echo $?`;
    const env = { PATH: process.env.PATH, HOME: temporaryFolder() };
    const { stdout } = await run("bash", ["-c", script, process.execPath, keyfoldCommand], { env });
    expect(stdout).toBe("done\n0\n");
  });

  it("loads for a run neither Node's fetch nor commander nor a parser of GraphQL, and leaves no file", async () => {
    const bo = await runner({ a: "value" });
    const hook = join(bo.home, "hook.cjs");
    const loadedFiles = "[...process.moduleLoadList, ...Object.keys(require.cache)]";
    writeFileSync(hook, `process.on("exit", () => process._rawDebug(${loadedFiles}.join(",")))`);
    const TMPDIR = temporaryFolder();
    const env = { ...bo.env, PATH: process.env.PATH, TMPDIR };
    const args = ["--require", hook, keyfoldCommand, "run", "--env", "A=a", "--", "true"];
    const loaded = (await run(process.execPath, args, { env })).stderr.trim().split(",");
    expect(loaded).toContain("NativeModule _http_client");
    expect(loaded).not.toContain("NativeModule internal/deps/undici/undici");
    expect(loaded).toContain(join(keyfoldCommand, "..", "run.js"));
    expect(loaded).not.toContain(join(keyfoldCommand, "..", "program.js"));
    expect(readdirSync(TMPDIR)).toEqual([]);
    const bundle = join(keyfoldCommand, "..");
    const texts = readdirSync(bundle).map((file) => readFileSync(join(bundle, file), "utf8"));
    expect(texts.filter((text) => text.includes("Syntax Error: "))).toEqual([]);
  });

  it("keeps its compiled code in ~/.keyfold, where nobody else can write", async () => {
    const bo = person();
    const folder = join(bo.home, ".keyfold");
    const repository = temporaryFolder();
    writeFileSync(join(repository, "local.toml"), "");
    Object.assign(bo.env, { KEYFOLD_CONFIG: join(repository, "local.toml") });
    const keepsCode = async (): Promise<boolean> => {
      await bo.keyfold(["config", "show"]);
      return existsSync(join(folder, "cache"));
    };
    expect(await keepsCode()).toBe(false);
    expect(existsSync(folder)).toBe(false);
    mkdirSync(folder);
    chmodSync(folder, 0o770);
    expect(await keepsCode()).toBe(false);
    chmodSync(folder, 0o700);
    expect(await keepsCode()).toBe(true);
    expect(readdirSync(repository)).toEqual(["local.toml"]);
  });

  it("takes its compiled code at the next start, makes it anew where it is broken, and keeps none of what failed", async () => {
    const bo = person();
    const cache = join(bo.home, ".keyfold", "cache");
    mkdirSync(join(bo.home, ".keyfold"), { mode: 0o700 });
    const filesAfter = async (...args: string[]): Promise<Map<string, number>> => {
      await bo.keyfold(args);
      const files = existsSync(cache) ? readdirSync(cache, { recursive: true, withFileTypes: true }) : [];
      const paths = files.filter((file) => file.isFile()).map(({ parentPath, name }) => join(parentPath, name));
      return new Map(paths.map((path) => [path, statSync(path).ino]));
    };
    expect(await filesAfter("config", "get", "none")).toEqual(new Map());
    await person({ HOME: bo.home, NODE_DISABLE_COMPILE_CACHE: "1" }).keyfold(["config", "show"]);
    expect(existsSync(cache)).toBe(false);
    const kept = await filesAfter("config", "show");
    expect(kept.size).toBeGreaterThan(0);
    expect(await filesAfter("config", "show")).toEqual(kept);
    for (const path of kept.keys()) writeFileSync(path, "broken");
    const mended = await filesAfter("config", "show");
    expect([...mended.keys()].sort()).toEqual([...kept.keys()].sort());
    for (const path of mended.keys()) expect(readFileSync(path, "latin1")).not.toBe("broken");
    const ofRuns = await filesAfter("run", "--", "true");
    expect(ofRuns.size).toBeGreaterThan(mended.size);
  });
});
