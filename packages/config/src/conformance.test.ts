import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { describe, expect, it } from "vitest";
import { ConfigError } from "./config-error.ts";
import { castString } from "./environment-layer.ts";
import { expandVariables } from "./expand-variables.ts";
import { type ConfigTable, loadConfig } from "./index.ts";

/** What Prefect 0.7.0 answered; see src/fixtures. */
interface Case {
  id: string;
  input: { text: string; value: unknown; default: string; user: string | null; env: Record<string, string> };
  expect: { value?: unknown; error?: string };
}

/** The chosen differences, by case; each has its line in docs/configuration.md. */
const differences: Record<string, unknown> = {
  "expand/36": new ConfigError("VARIABLE_CYCLE", "", ""),
  "expand/37": new ConfigError("VARIABLE_CYCLE", "", ""),
  "env/backslash-end": { general: { y: "a\\" } },
  "env/secret-upper": { context: { secrets: { FILE_KEY: "file", api_key: "s3" } } },
  "env/secret-number": { context: { secrets: { FILE_KEY: "file", n: 42 } } },
  "env/secret-nested": { context: { secrets: { FILE_KEY: "file", aws: { key: "k" } } } },
  "env/secret-override": { context: { secrets: { file_key: "env" } } },
  "env/secret-env-ref": { context: { secrets: { FILE_KEY: "file", k: "t0k" } } },
  "env/scalar-by-table": { general: { x: { sub: 5 } } },
  "env/shadow-method": { general: { items: 5 } },
  "reference/partial-float": { a: { x: 1, y: "v1" } },
  "reference/cycle": new ConfigError("REFERENCE_CYCLE", "", ""),
  "merge/shadow-keys": { a: { keys: 1 } },
  "merge/shadow-get": { get: 1 },
  "merge/shadow-copy": { a: { b: { copy: 1 } } },
  "merge/shadow-update": { a: { x: 1, update: 1 } },
  "merge/datetime": { a: { x: new Date("2019-01-02T03:04:05Z") } },
};
const environment = { HOME: "/home/user" };

describe.each(["cast", "expand", "env", "reference", "merge"])("Prefect's answers: %s", (group) => {
  it.each(casesOf(group))("$id", ({ id, input, expect: recorded }) => {
    const outcome = attempt(() => replay(group, input));
    const different = differences[id];
    if (different instanceof ConfigError) expect((outcome as ConfigError).code).toBe(different.code);
    else if (recorded.error && different === undefined) expect((outcome as ConfigError).code).toBe("INVALID_TOML");
    else if (different !== undefined) expect(outcome).toMatchObject(different as object);
    else expect(outcome).toEqual(fromPython(recorded.value));
  });
});

function casesOf(group: string): Case[] {
  return JSON.parse(readFileSync(join(import.meta.dirname, "fixtures", `${group}.json`), "utf8")) as Case[];
}

function replay(group: string, input: Case["input"]): unknown {
  if (group === "cast") return castString(input.text);
  if (group === "expand") {
    const env = { ...environment, ...input.env };
    return typeof input.value === "string" ? expandVariables(input.value, env) : input.value;
  }
  const folder = temporaryFolder();
  const files = [input.default, input.user].flatMap((text, index) => {
    if (text === null) return [];
    const path = join(folder, `${index}.toml`);
    writeFileSync(path, text, { mode: 0o600 });
    return [path];
  });
  return loadConfig<ConfigTable>({ files, env: { ...environment, ...input.env }, envPrefix: "PREFECT" }).values;
}

function attempt(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return error;
  }
}

function fromPython(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, item) => {
    if (item?.$int !== undefined) return BigInt(item.$int);
    if (item?.$float === undefined) return item;
    return Number(String(item.$float).replace("inf", "Infinity"));
  });
}
