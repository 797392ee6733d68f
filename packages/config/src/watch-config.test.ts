import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, it, onTestFinished } from "vitest";
import { type Config, ConfigError, type ConfigOptions, watchConfig } from "./index.ts";

/** Watches until the test ends; `next` waits for the next call. */
function watching(options: ConfigOptions) {
  const calls: { config: Config; problem?: ConfigError | undefined }[] = [];
  const waiting: (() => void)[] = [];
  const watcher = watchConfig(options, (config, problem) => {
    calls.push({ config, problem });
    waiting.shift()?.();
  });
  // The watcher keeps no process alive; the test does.
  const alive = setInterval(() => {}, 1000);
  onTestFinished(() => {
    clearInterval(alive);
    watcher.close();
  });
  const next = async () => {
    if (calls.length === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    return calls.shift() as (typeof calls)[number];
  };
  return { watcher, next };
}

function start(text = "a = 1") {
  const folder = temporaryFolder();
  const file = join(folder, "app.toml");
  writeFileSync(file, text);
  return { folder, file, options: { files: [file], env: {}, envPrefix: "APP" } };
}

it("loads again when a file is written, and when it is replaced as editors do", async () => {
  const { folder, file, options } = start();
  const { watcher, next } = watching(options);
  expect(watcher.config.get("a")).toBe(1);
  writeFileSync(file, "a = 2");
  expect((await next()).config.get("a")).toBe(2);
  writeFileSync(join(folder, "new"), "a = 3");
  renameSync(join(folder, "new"), file);
  expect((await next()).config.get("a")).toBe(3);
  expect(watcher.config.get("a")).toBe(3);
});

it("keeps the last good configuration when the new one is broken, and says so once", async () => {
  const { file, options } = start();
  const { watcher, next } = watching(options);
  writeFileSync(file, "a = VALUE");
  const { config, problem } = await next();
  expect([config.get("a"), problem?.code, watcher.config]).toEqual([1, "INVALID_TOML", config]);
  rmSync(file);
  expect((await next()).problem?.code).toBe("FILE_NOT_FOUND");
  writeFileSync(file, "a = 1");
  expect(await next()).toEqual({ config: expect.objectContaining({ values: { a: 1 } }), problem: undefined });
});

it("follows a link that is swung, as Kubernetes does", async () => {
  const folder = temporaryFolder();
  for (const [name, value] of [
    ["one", 1],
    ["two", 2],
  ] as const) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, "app.toml"), `a = ${value}`);
  }
  symlinkSync("one", join(folder, "data"));
  const { next } = watching({ files: [join(folder, "data", "app.toml")], env: {}, envPrefix: "APP" });
  symlinkSync("two", join(folder, "swing"));
  renameSync(join(folder, "swing"), join(folder, "data"));
  expect((await next()).config.get("a")).toBe(2);
});

it("notices a file that is not there yet, in a folder that is not there yet", async () => {
  const home = temporaryFolder();
  const { watcher, next } = watching({ env: { HOME: home }, envPrefix: "APP" });
  expect(watcher.config.values).toEqual({});
  mkdirSync(join(home, ".app"));
  writeFileSync(join(home, ".app", "config.toml"), "a = 1");
  expect((await next()).config.get("a")).toBe(1);
});

it("refuses to begin with a broken configuration, and is quiet when closed", async () => {
  const { file, options } = start("a = VALUE");
  expect(() => watchConfig(options, () => {})).toThrow(ConfigError);
  writeFileSync(file, "a = 1");
  const calls: unknown[] = [];
  const closed = watchConfig(options, (config) => calls.push(config));
  const { next } = watching(options);
  closed.close();
  writeFileSync(file, "a = 2");
  await next();
  expect(calls).toEqual([]);
});
