import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { canary, record } from "@tooling/vitest/canary";
import { runScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, it } from "vitest";
import { ConfigError, loadConfig, loadConfigAsync } from "../index.ts";

function file(content: string | Uint8Array): string {
  const path = join(temporaryFolder(), "app.toml");
  writeFileSync(path, content, { mode: 0o600 });
  return path;
}

/** The same from both functions: the configuration, or the error. */
async function load(path: string): Promise<unknown> {
  const options = { files: [path], env: {}, envPrefix: "APP" };
  const [blocking, waiting] = await Promise.all(
    [() => loadConfig(options), () => loadConfigAsync(options)].map(async (run) => {
      try {
        return (await run()).values;
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        const { code, message, tip, path: at, line, column } = error as ConfigError;
        record("config-error", `${message} ${tip} ${(error as Error).stack}`);
        return { code, message, tip, path: at, line, column };
      }
    }),
  );
  expect(waiting).toEqual(blocking);
  return blocking;
}

describe("what can be read", () => {
  it("10 MB of TOML", async () => {
    const line = `key = "${"x".repeat(1000)}"\n`;
    const text = Array.from({ length: 10_000 }, (_, index) => `[t${index}]\n${line}`).join("");
    expect(await load(file(text))).toHaveProperty("t9999.key", "x".repeat(1000));
  });

  it("a byte order mark, CRLF, and keys that JavaScript has a meaning for", async () => {
    const values = (await load(
      file("\ufeff__proto__ = 1\r\n[constructor]\r\nprototype = 2\r\n[a.__proto__]\r\nb = 3\r\n"),
    )) as object;
    expect(JSON.stringify(values)).toBe('{"__proto__":1,"constructor":{"prototype":2},"a":{"__proto__":{"b":3}}}');
    expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).b).toBeUndefined();
  });

  it("integers past 2^53, dates and an empty file", async () => {
    expect(await load(file("a = 9007199254740993\nb = 2026-11-25\nc = 07:00:00.120\n"))).toEqual({
      a: 9007199254740993n,
      b: expect.any(Date),
      c: expect.any(Date),
    });
    expect(await load(file(""))).toEqual({});
  });
});

describe("what is refused, with its place and no value", () => {
  it.each([
    ["the page's own sample", `[context.secrets]\nKEY = ${canary}\n`, "INVALID_TOML", 2, 7],
    [
      "a string that doesn't end",
      `a = 1\nb = "${canary.replaceAll('"', "'")}\n`,
      "INVALID_TOML",
      2,
      expect.any(Number),
    ],
    ["a key twice", `a = '${canary}'\na = 2\n`, "INVALID_TOML", 2, 1],
    ["a date that doesn't exist", "a = 1\n[b]\nc = 2026-02-30\n", "INVALID_TOML", 3, undefined],
    ["the same in a list, with a time", "a = [\n  2100-02-29T07:00:00Z,\n]\n", "INVALID_TOML", 2, undefined],
    ["NUL", `a = "b\0"\n`, "INVALID_TOML", 1, 7],
    ["10,000 levels of lists", `a = ${"[".repeat(10_000)}${"]".repeat(10_000)}`, "TOO_DEEP", 1, expect.any(Number)],
    ["10,000 levels of tables", `[a${".a".repeat(10_000)}]`, "TOO_DEEP", undefined, undefined],
    ["10,000 levels of keys", `a${".a".repeat(10_000)} = 1`, "TOO_DEEP", undefined, undefined],
    ["a time that would be rounded", "a = 1\nb = 2026-11-25T07:00:00.123456Z\n", "INEXACT_DATE", 2, undefined],
    ["the same inside a list", "a = [\n  07:00:00.1234,\n]\n", "INEXACT_DATE", 2, undefined],
  ])("%s", async (_, text, code, line, column) => {
    const error = await load(file(text));
    expect(error).toMatchObject({ code, line, column });
    expect(JSON.stringify(error)).not.toContain("canary");
  });

  it("a string without quotes, with the way to put it right", async () => {
    expect(await load(file("[context.secrets]\nKEY = VALUE\n"))).toMatchObject({
      message: expect.stringMatching(/app\.toml:2:7: .* without quotes\.$/),
      tip: 'Quote it: KEY = "VALUE"',
    });
    expect(await load(file("a = 1\nb = 2 3\n"))).toMatchObject({ tip: expect.not.stringContaining("Quote") });
  });

  it("bytes that are not UTF-8, by their line", async () => {
    const bytes = Buffer.concat([Buffer.from("a = 1\nb = '"), Buffer.from([0xc3, 0x28]), Buffer.from("'\nc = 1\n")]);
    expect(await load(file(bytes))).toMatchObject({ code: "INVALID_UTF8", line: 2 });
    expect(await load(file(Buffer.from([0xff])))).toMatchObject({ code: "INVALID_UTF8", line: 1 });
    const utf16 = file(Buffer.from("\ufeffa = 1\n", "utf16le"));
    expect(await load(utf16)).toMatchObject({ code: "INVALID_UTF8", message: expect.stringContaining("UTF-16") });
  });

  it("a folder, a pipe, a device, and nothing at all", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "dir.toml"));
    execFileSync("mkfifo", [join(folder, "pipe.toml")]);
    expect(await load(join(folder, "dir.toml"))).toMatchObject({ code: "NOT_A_FILE" });
    expect(await load(join(folder, "pipe.toml"))).toMatchObject({ code: "NOT_A_FILE" });
    expect(await load("/dev/zero")).toMatchObject({ code: "NOT_A_FILE" });
    expect(await load(join(folder, "none.toml"))).toMatchObject({ code: "FILE_NOT_FOUND" });
    expect(await load(join(folder, "dir.toml\0"))).toMatchObject({ code: "FILE_UNREADABLE" });
    expect(await load(join(folder, `${"x".repeat(300)}.toml`))).toMatchObject({ code: "FILE_UNREADABLE" });
  });

  it("a file larger than 32 MiB", async () => {
    expect(await load(file(Buffer.alloc(33 * 1024 * 1024, "#")))).toMatchObject({ code: "FILE_TOO_LARGE" });
  });

  it("a file that this user may not read", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "app.toml");
    writeFileSync(path, "a = 1\n");
    chmodSync(path, 0);
    // Root may read everything, so it becomes another user, who may not be able to read this repository.
    const program = join(folder, "program.mjs");
    writeFileSync(
      program,
      `const { loadConfig } = await import(${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)});
       if (process.getuid() === 0) process.setuid(65534);
       try { loadConfig({ files: [${JSON.stringify(path)}] }); } catch (error) { console.log(error.code, error.message); }`,
    );
    chmodSync(folder, 0o755);
    const { stdout, stderr } = await runScript(program, []);
    expect(stdout + stderr).toMatch(/^FILE_UNREADABLE .*EACCES/);
  });
});

it("a file that goes on changing while it is read", async () => {
  // Large, so that reading it takes longer than another thread takes to append to it.
  const path = file(Buffer.alloc(16 * 1024 * 1024, "#\n"));
  const writer = new Worker(
    `const { appendFileSync } = require("node:fs");
     const { parentPort, workerData } = require("node:worker_threads");
     appendFileSync(workerData, "#\\n");
     parentPort.postMessage("writing");
     for (;;) appendFileSync(workerData, "#\\n");`,
    { eval: true, workerData: path },
  );
  try {
    await once(writer, "message");
    const options = { files: [path], env: {}, envPrefix: "APP" };
    for (const read of [loadConfig, loadConfigAsync]) {
      // The writer may be asleep for the length of a read, so it is read until it was awake.
      let code: unknown;
      while (code === undefined) {
        try {
          expect((await read(options)).values).toEqual({});
        } catch (error) {
          if (!(error instanceof ConfigError)) throw error;
          code = error.code;
        }
      }
      expect(code).toBe("FILE_CHANGED");
    }
  } finally {
    await writer.terminate();
  }
  expect(await load(path)).toEqual({});
});
