import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary, record, spellings } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, test } from "vitest";
import { defaultLimits } from "./limits.ts";
import { loadSettings } from "./load-settings.ts";
import { defaultMax } from "./setting.ts";
import { settingsByKey } from "./settings.ts";

function fileWith(text: string): string {
  const file = join(temporaryFolder(), "server.toml");
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

/** The error's code and message; what it says is searched for the canary when the run ends. */
function refusal(file: string | undefined, env: Record<string, string> = {}): { code: string; message: string } {
  try {
    loadSettings({ file, given: {}, env });
  } catch (error) {
    const { code, message, tip } = error as { code: string; message: string; tip: string };
    record("settings", `${message} ${tip}`);
    return { code, message };
  }
  throw new Error("nothing was refused");
}

/** The key, where it was set, and what is wrong, of each line of a message after the first. */
function linesOf(message: string): (string | undefined)[][] {
  const lines = message.split("\n").slice(1);
  return lines.map((line) => /^ {2}([\w.]+),? .*?([\w./-]+:\d+|KEYFOLD__\w+)\)?: (.*)$/.exec(line)?.slice(1) ?? [line]);
}

describe("settings", () => {
  test("have defaults", () => {
    const settings = loadSettings({ file: undefined, given: {}, env: {} });
    expect(settings).toMatchObject({ listen: "127.0.0.1:4250", data: undefined, prefect: true, limits: defaultLimits });
  });

  test("come from a file, then from the environment, then from the command line", () => {
    const file = fileWith(
      '[server]\ndata = "/a"\nlisten = "127.0.0.1:1"\nlog_level = "warn"\n[server.limits]\nbatch = 7\ndepth = 8\n',
    );
    const env = {
      KEYFOLD__SERVER__LISTEN: "127.0.0.1:2",
      KEYFOLD__SERVER__LIMITS__DEPTH: "9",
      KEYFOLD__SERVER__DATA: "/b",
      KEYFOLD__SERVER__PREFECT: "false",
    };
    const settings = loadSettings({ file, given: { data: "/c" }, env });
    expect(settings).toMatchObject({ data: "/c", listen: "127.0.0.1:2", logLevel: "warn", prefect: false });
    expect(settings.limits).toEqual({ ...defaultLimits, batch: 7, depth: 9 });
  });

  test("of every kind can be set by the environment", () => {
    for (const [key, setting] of settingsByKey) {
      const { default: standard, choices, format, max = defaultMax } = setting;
      const string = choices?.[0] ?? (format === undefined ? "a string" : "[::1]:1");
      const value =
        typeof standard === "boolean" ? String(!standard) : typeof standard === "number" ? String(max) : string;
      const variable = `KEYFOLD__${key.toUpperCase().replaceAll(".", "__")}`;
      const settings = loadSettings({ file: undefined, given: {}, env: { [variable]: value } });
      expect(Object.values({ ...settings, ...settings.signIn, ...settings.limits }).map(String), key).toContain(value);
    }
  });

  test("have a smallest and a largest number, and no other", () => {
    const load = (key: string, value: number) =>
      loadSettings({
        file: undefined,
        given: {},
        env: { [`KEYFOLD__${key.toUpperCase().replaceAll(".", "__")}`]: String(value) },
      });
    for (const [key, { default: standard, min = 1, max = defaultMax }] of settingsByKey) {
      if (typeof standard !== "number") continue;
      for (const value of [min, max]) expect(JSON.stringify(load(key, value)), key).toContain(`:${value}`);
      for (const value of [min - 1, max + 1, min + 0.5]) {
        expect(() => load(key, value), key).toThrow(`must be a whole number from ${min} to ${max}`);
      }
    }
  });

  test("that are strings stay so when they look like something else", () => {
    for (const string of ["0123", "1e5", "true", "12.50"]) {
      const env = { KEYFOLD__SERVER__VAULT_SECRET_ID: string };
      expect(loadSettings({ file: undefined, given: {}, env }).vaultSecretId).toBe(string);
    }
  });

  test("other tables of the file are no affair of the server", () => {
    const file = fileWith('[cloud]\nurl = "https://x"\n[context.secrets]\nA = "b"\n[server]\nlisten = "[::1]:0"\n');
    expect(loadSettings({ file, given: {}, env: {} }).listen).toBe("[::1]:0");
  });
});

describe("a wrong setting is named with where it was set, all at once and without its value", () => {
  test("in a file", () => {
    const file = fileWith(
      `[server]\nlisten = 4250\nprefekt = true\n[server.limits]\ndepth = 0\nbody_bytes = "${canary.replaceAll('"', "'")}"\n`,
    );
    const { code, message } = refusal(file);
    expect(code).toBe("SETTINGS_INVALID");
    expect(linesOf(message)).toEqual([
      ["server.prefekt", `${file}:3`, "is not a setting of the server"],
      ["server.listen", `${file}:2`, "must be a string that is not empty"],
      ["server.limits.body_bytes", `${file}:6`, "must be a whole number from 1024 to 268435456"],
      ["server.limits.depth", `${file}:5`, "must be a whole number from 1 to 1000"],
    ]);
    for (const spelling of spellings(canary)) expect(message).not.toContain(spelling);
  });

  test("in the environment", () => {
    const env = {
      KEYFOLD__SERVER__INTROSPECTION: "perhaps",
      KEYFOLD__SERVER__LIMITS__BATCH: "1.5",
      KEYFOLD__SERVER__LOG_LEVEL: "loud",
      KEYFOLD__SERVER__LIMITS__NAMES: "1",
    };
    const choices = "fatal, error, warn, info, debug, trace, silent";
    expect(linesOf(refusal(undefined, env).message)).toEqual([
      ["server.introspection", "KEYFOLD__SERVER__INTROSPECTION", "must be true or false"],
      ["server.log_level", "KEYFOLD__SERVER__LOG_LEVEL", `must be one of ${choices}`],
      ["server.limits.names", "KEYFOLD__SERVER__LIMITS__NAMES", "is not a setting of the server"],
      ["server.limits.batch", "KEYFOLD__SERVER__LIMITS__BATCH", "must be a whole number from 1 to 10000"],
    ]);
  });

  test("an empty string", () => {
    const file = fileWith('[server]\naudit_stream = ""\n');
    expect(linesOf(refusal(file, { KEYFOLD__SERVER__DATABASE: "" }).message)).toEqual([
      ["server.database", "KEYFOLD__SERVER__DATABASE", "must be a string that is not empty"],
      ["server.audit_stream", `${file}:2`, "must be a string that is not empty"],
    ]);
  });

  test("a file that isn't there or isn't TOML", () => {
    const gone = join(temporaryFolder(), "gone.toml");
    expect(refusal(gone)).toEqual({ code: "SETTINGS_INVALID", message: expect.stringContaining(gone) });
    const file = fileWith("[server]\nlisten = \n");
    expect(refusal(file)).toEqual({ code: "SETTINGS_INVALID", message: expect.stringContaining(`${file}:2`) });
  });

  test("a string where the limits or the server should be", () => {
    const file = fileWith('server = "x"\n');
    expect(linesOf(refusal(file).message)).toEqual([["server", `${file}:1`, "must be a table"]]);
    const other = fileWith('[server]\nlimits = "x"\n');
    expect(linesOf(refusal(other).message)).toEqual([["server.limits", `${other}:2`, "must be a table"]]);
  });
});

test("trusted proxies are a number, a boolean or addresses, in a file and in the environment", () => {
  const trustProxy = (value: string, env = {}): string =>
    loadSettings({ file: fileWith(`[server]\ntrust_proxy = ${value}\n`), given: {}, env }).trustProxy;
  const values = ["true", "2", '"10.0.0.5, 10.1.0.0/16"'].map((value) => trustProxy(value));
  expect(values).toEqual(["true", "2", "10.0.0.5, 10.1.0.0/16"]);
  expect(trustProxy("2", { KEYFOLD__SERVER__TRUST_PROXY: "1" })).toBe("1");
  expect(() => trustProxy("[]")).toThrow("trust_proxy");
});
