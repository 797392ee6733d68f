import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary, record, spellings } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, test } from "vitest";
import { defaultLimits } from "./limits.ts";
import { loadSettings } from "./load-settings.ts";
import { settingsByKey } from "./settings.ts";

function fileWith(text: string): string {
  const file = join(temporaryFolder(), "server.toml");
  writeFileSync(file, text, { mode: 0o600 });
  return file;
}

/** The error's code and message; what it says is searched for the canary when the run ends. */
function refusal(file: string | undefined, env: Record<string, string> = {}): { code: string; message: string } {
  try {
    loadSettings({ file, flags: {}, env });
  } catch (error) {
    const { code, message, tip } = error as { code: string; message: string; tip: string };
    record("settings", `${message} ${tip}`);
    return { code, message };
  }
  throw new Error("nothing was refused");
}

describe("settings", () => {
  test("have defaults", () => {
    const settings = loadSettings({ file: undefined, flags: {}, env: {} });
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
    const settings = loadSettings({ file, flags: { data: "/c" }, env });
    expect(settings).toMatchObject({ data: "/c", listen: "127.0.0.1:2", logLevel: "warn", prefect: false });
    expect(settings.limits).toEqual({ ...defaultLimits, batch: 7, depth: 9 });
  });

  test("of every kind can be set by the environment", () => {
    for (const [key, { kind, most, usual, choices, form }] of settingsByKey) {
      const value =
        kind === "flag"
          ? String(!usual)
          : kind === "count"
            ? String(most)
            : (choices?.[0] ?? (form ? "[::1]:1" : "a text"));
      const variable = `KEYFOLD__${key.toUpperCase().replaceAll(".", "__")}`;
      const settings = loadSettings({ file: undefined, flags: {}, env: { [variable]: value } });
      expect(JSON.stringify(settings), key).toContain(kind === "text" ? JSON.stringify(value) : value);
    }
  });

  test("that are texts stay so when they look like something else", () => {
    for (const text of ["0123", "1e5", "true", "12.50"]) {
      const env = { KEYFOLD__SERVER__VAULT_SECRET_ID: text };
      expect(loadSettings({ file: undefined, flags: {}, env }).vaultSecretId).toBe(text);
    }
  });

  test("other tables of the file are no affair of the server", () => {
    const file = fileWith('[cloud]\nurl = "https://x"\n[context.secrets]\nA = "b"\n[server]\nlisten = "[::1]:0"\n');
    expect(loadSettings({ file, flags: {}, env: {} }).listen).toBe("[::1]:0");
  });
});

describe("a wrong setting is named with where it was set, all at once and without its value", () => {
  test("in a file", () => {
    const file = fileWith(
      `[server]\nlisten = 4250\nprefekt = true\n[server.limits]\ndepth = 0\nbody_bytes = "${canary.replaceAll('"', "'")}"\n`,
    );
    const { code, message } = refusal(file);
    expect(code).toBe("SETTINGS_INVALID");
    expect(message.split("\n")).toEqual([
      `server.prefekt, set at ${file}:3, is not a setting of the server.`,
      `server.listen, set at ${file}:2, must be a text.`,
      `server.limits.body_bytes, set at ${file}:6, must be a whole number from 1024 to 268435456.`,
      `server.limits.depth, set at ${file}:5, must be a whole number from 1 to 1000.`,
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
    expect(refusal(undefined, env).message.split("\n")).toEqual([
      "server.limits.names, set by KEYFOLD__SERVER__LIMITS__NAMES, is not a setting of the server.",
      "server.introspection, set by KEYFOLD__SERVER__INTROSPECTION, must be true or false.",
      "server.log_level, set by KEYFOLD__SERVER__LOG_LEVEL, must be one of fatal, error, warn, info, debug, trace, silent.",
      "server.limits.batch, set by KEYFOLD__SERVER__LIMITS__BATCH, must be a whole number from 1 to 10000.",
    ]);
  });

  test("a file that isn't there or isn't TOML", () => {
    const gone = join(temporaryFolder(), "gone.toml");
    expect(refusal(gone)).toEqual({ code: "SETTINGS_INVALID", message: expect.stringContaining(gone) });
    const file = fileWith("[server]\nlisten = \n");
    expect(refusal(file)).toEqual({ code: "SETTINGS_INVALID", message: expect.stringContaining(`${file}:2`) });
  });

  test("a text where the limits or the server should be", () => {
    expect(refusal(fileWith('server = "x"\n')).message).toContain("server, set at");
    expect(refusal(fileWith('[server]\nlimits = "x"\n')).message).toContain("server.limits, set at");
  });
});
