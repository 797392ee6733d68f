import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runScript } from "@tooling/vitest/processes";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, it, vi } from "vitest";
import { checkConfig } from "./check.ts";
import { formatOrigin, loadConfig, loadConfigAsync, userConfigPath } from "./index.ts";

function write(folder: string, name: string, text: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode });
  return path;
}

describe("layers", () => {
  it("lie in order: defaults, files, environment, overrides", async () => {
    const folder = temporaryFolder();
    const options = {
      defaults: { s: { a: "default", b: "default", c: "default", d: "default", e: "default" } },
      files: [
        write(folder, "1.toml", '[s]\nb = "1"\nc = "1"\nd = "1"\ne = "1"'),
        write(folder, "2.toml", '[s]\nc = "2"\nd = "2"\ne = "2"'),
      ],
      env: { MYAPP__S__D: "env", MYAPP__S__E: "env", KEYFOLD__S__A: "another's" },
      envPrefix: "MYAPP",
      overrides: { s: { e: "override" } },
    };
    const config = loadConfig(options);
    expect(config.values).toEqual({ s: { a: "default", b: "1", c: "2", d: "env", e: "override" } });
    expect(["a", "b", "c", "d", "e"].map((key) => config.origin(`s.${key}`))).toEqual([
      { kind: "default" },
      { kind: "file", path: options.files[0], line: 2 },
      { kind: "file", path: options.files[1], line: 2 },
      { kind: "variable", name: "MYAPP__S__D" },
      { kind: "override" },
    ]);
    expect(config.origin("s")).toEqual({ kind: "override" });
    expect(["s.a", "s.c", "s.d", "s.e", "nope"].map((key) => formatOrigin(config.origin(key)))).toEqual([
      "default",
      `${options.files[1]}:2`,
      "MYAPP__S__D",
      "override",
      "unset",
    ]);
    expect(config.origin("nope")).toBeUndefined();
    const later = await loadConfigAsync(options);
    expect(later.values).toEqual(config.values);
    expect(later.origin("s.c")).toEqual(config.origin("s.c"));
  });

  it("have Keyfold's own defaults for the prefix KEYFOLD alone", () => {
    const own = {
      cloud: { use_local_secrets: true, url: "http://127.0.0.1:4250", token: "", request_timeout_seconds: 30 },
      context: { secrets: {} },
    };
    expect(loadConfig({ files: [], env: {} }).values).toEqual(own);
    expect(loadConfig({ files: [], env: {}, envPrefix: "MYAPP" }).values).toEqual({});
    expect(loadConfig({ files: [], env: {}, defaults: { cloud: { url: "x", more: 1 } } }).values).toEqual({
      ...own,
      cloud: { ...own.cloud, more: 1 },
    });
  });

  it("are the user's file, then the folder's, unless files are named", async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, ".keyfold"));
    mkdirSync(join(home, ".myapp"));
    write(join(home, ".keyfold"), "config.toml", "[s]\na = 1\nb = 1");
    write(join(home, ".myapp"), "config.toml", "[s]\na = 10");
    write(home, "keyfold.toml", "[s]\nb = 2");
    write(home, "myapp.toml", "[s]\nb = 20");
    const other = write(home, "other.toml", "[s]\na = 3");
    const program = write(
      home,
      "program.mjs",
      `const { loadConfig } = await import(${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)});
       const print = (options) => console.log(JSON.stringify(loadConfig(options).values.s));
       print(); print({ envPrefix: "MYAPP" }); print({ files: ["other.toml"] }); print({ env: { KEYFOLD_CONFIG: "other.toml" } });
       try { print({ env: { KEYFOLD_CONFIG: "none.toml" } }) } catch ({ code, path }) { console.log(code, path) }`,
    );
    const { stdout } = await runScript(program, [], { env: { HOME: home }, cwd: home });
    expect(stdout.split("\n")).toEqual([
      '{"a":1,"b":2}',
      '{"a":10,"b":20}',
      '{"a":3}',
      '{"a":3,"b":2}',
      "FILE_NOT_FOUND none.toml",
      "",
    ]);
    expect(userConfigPath({ HOME: home })).toBe(join(home, ".keyfold", "config.toml"));
    expect(userConfigPath({ KEYFOLD_CONFIG: other })).toBe(other);
  });
});

describe("the environment", () => {
  it("gives typed values, expanded first", () => {
    const env = {
      PORT: "8080",
      KEYFOLD__S__PORT: "$PORT",
      KEYFOLD__S__ON: "True",
      KEYFOLD__S__RATE: "0.5",
      KEYFOLD__S__ID: "007",
    };
    expect(loadConfig({ files: [], env }).get("s")).toEqual({ port: 8080, on: true, rate: 0.5, id: "007" });
  });

  it("replaces a secret however a file spells it, and sets it in lower case", () => {
    const file = write(
      temporaryFolder(),
      "a.toml",
      '[context.secrets]\nAPI_KEY = "file"\nApi_Key = "file"\nOTHER = "file"',
    );
    const config = loadConfig({ files: [file], env: { KEYFOLD__CONTEXT__SECRETS__API_KEY: "env" } });
    expect(config.values.context).toEqual({ secrets: { api_key: "env", OTHER: "file" } });
    expect(config.origin("context.secrets.api_key")).toEqual({
      kind: "variable",
      name: "KEYFOLD__CONTEXT__SECRETS__API_KEY",
    });
    expect(config.origin("context.secrets.API_KEY")).toBeUndefined();
  });

  it("names the variable that names no key", () => {
    expect(() => loadConfig({ files: [], env: { KEYFOLD__S__: "x" } })).toThrow(
      expect.objectContaining({ code: "INVALID_VARIABLE", message: expect.stringContaining("KEYFOLD__S__") }),
    );
  });
});

describe("whether secrets are local", () => {
  const server = { KEYFOLD__CLOUD__URL: "https://keyfold.example", KEYFOLD__CLOUD__TOKEN: "t" };
  const variable = "KEYFOLD__CLOUD__USE_LOCAL_SECRETS";
  const local = (env: Record<string, string>) => loadConfig({ files: [], env }).get("cloud.use_local_secrets");

  it("is decided by whether a server is set: its url, with a token or an identity", () => {
    expect(local({})).toBe(true);
    expect(local({ KEYFOLD__CLOUD__URL: "https://keyfold.example" })).toBe(true);
    expect(local({ KEYFOLD__CLOUD__TOKEN: "t" })).toBe(true);
    expect(local({ ...server, KEYFOLD__CLOUD__TOKEN: "" })).toBe(true);
    expect(local(server)).toBe(false);
    for (const key of ["TOKEN_FILE", "IDENTITY"]) {
      expect(local({ KEYFOLD__CLOUD__URL: "https://keyfold.example", [`KEYFOLD__CLOUD__${key}`]: "x" })).toBe(false);
    }
    expect(loadConfig({ files: [], env: server }).origin("cloud.use_local_secrets")).toEqual({ kind: "default" });
  });

  it("is what it is set to", () => {
    expect(local({ ...server, [variable]: "true" })).toBe(true);
    expect(local({ [variable]: "False" })).toBe(false);
  });

  it.each(["0", "1", "no", "", "'true'"])("can't be set to %j", (value) => {
    const named = {
      code: "INVALID_CONFIG",
      message: `cloud.use_local_secrets (${variable}): It is neither true nor false.`,
    };
    expect(() => local({ [variable]: value })).toThrow(expect.objectContaining(named));
    expect(checkConfig({ files: [], env: { [variable]: value } })).toEqual([expect.objectContaining(named)]);
    const file = write(temporaryFolder(), "a.toml", "\n[cloud]\nuse_local_secrets = 'no'");
    expect(() => loadConfig({ files: [file], env: {} })).toThrow(
      expect.objectContaining({ code: "INVALID_CONFIG", path: file, line: 3 }),
    );
    expect(loadConfig({ files: [], env: { APP__CLOUD__USE_LOCAL_SECRETS: value }, envPrefix: "APP" })).toBeDefined();
  });
});

describe("texts", () => {
  const load = (text: string, env: Record<string, string> = {}) =>
    loadConfig({ files: [write(temporaryFolder(), "a.toml", text)], env, envPrefix: "APP" }).values;

  it("are expanded, then filled in, then freed of their escapes", () => {
    const env = { NAME: "${s.b}", HOME: "/home/user", PASSWORD: "pa$$word$x" };
    expect(load("[s]\na = '$NAME'\nb = 1\nc = '~/x'\nd = '\\$NAME \\${s.b}'\ne = '$PASSWORD'", env)).toEqual({
      s: { a: 1, b: 1, c: "/home/user/x", d: "$NAME ${s.b}", e: "pa$$word$x" },
    });
  });

  it("stay as they are inside lists, as in Prefect", () => {
    expect(load("a = ['$HOME', { b = '~' }]", { HOME: "/h" })).toEqual({ a: ["$HOME", { b: "~" }] });
  });

  it("name the key and its line when variables hold each other", () => {
    expect(() => load("[s]\n\nkey = 'x$A'", { A: "$A" })).toThrow(
      expect.objectContaining({ code: "VARIABLE_CYCLE", line: 3 }),
    );
  });
});

describe("a file with secrets that others can read", () => {
  const warnings = (load: () => unknown): string[] => {
    const emit = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    load();
    const messages = emit.mock.calls.map(([message]) => String(message));
    emit.mockRestore();
    return messages;
  };
  const secrets = '[context.secrets]\nKEY = "VALUE"';

  it("is warned of once, with what to do", () => {
    const file = write(temporaryFolder(), "a.toml", secrets);
    chmodSync(file, 0o640);
    const load = () => loadConfig({ files: [file], env: {} });
    expect(warnings(load)).toEqual([expect.stringContaining(`chmod 600 ${file}`)]);
    expect(warnings(load)).toEqual([]);
  });

  it("is nothing to warn of without others or without secrets", () => {
    const folder = temporaryFolder();
    const files = [
      write(folder, "own.toml", secrets),
      write(folder, "plain.toml", "[s]\na = 1", 0o644),
      write(folder, "names.toml", '[context.secrets]\nKEY = "$KEY"\n[cloud]\ntoken = ""', 0o644),
    ];
    expect(warnings(() => loadConfig({ files, env: {} }))).toEqual([]);
  });
});
