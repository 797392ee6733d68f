import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary, record } from "@tooling/vitest/canary";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, it } from "vitest";
import { checkConfig } from "./check.ts";

it("lists the problems of every layer at once, and no value", () => {
  const folder = temporaryFolder();
  const [broken, open] = [join(folder, "broken.toml"), join(folder, "open.toml")];
  writeFileSync(broken, `a = ${canary}`);
  writeFileSync(
    open,
    `[context.secrets]\nKEY = '${canary}'\n[s]\na = "$KNOWN"\nb = "pa$sword"\nc = "\${s.b}"\nd = "\${nope}"\ne = "$LOOP"\nf = "\${s.g}"\ng = "\${s.f}"\nh = "\\\\$x"`,
  );
  chmodSync(open, 0o644);
  const env = { KNOWN: canary, LOOP: "$LOOP", KEYFOLD__A____B: canary };
  const problems = checkConfig({ files: [broken, open, join(folder, "none.toml")], env });
  record("check-config", JSON.stringify(problems));
  expect(JSON.stringify(problems)).not.toMatch(/canary|wZ|sword/);
  expect(problems.map(({ severity, code, key, line }) => [severity, code, key ?? line])).toEqual([
    ["error", "INVALID_TOML", 1],
    ["error", "FILE_NOT_FOUND", undefined],
    ["warning", "FILE_READABLE", undefined],
    ["error", "INVALID_VARIABLE", undefined],
    // The canary has a dollar in it: the problem names the key, and not what stands behind the dollar.
    ["warning", "VARIABLE_UNKNOWN", "context.secrets.KEY"],
    ["note", "VARIABLE_EXPANDED", "s.a"],
    ["warning", "VARIABLE_UNKNOWN", "s.a"],
    ["warning", "VARIABLE_UNKNOWN", "s.b"],
    ["note", "VARIABLE_EXPANDED", "s.e"],
    ["error", "VARIABLE_CYCLE", 8],
    ["note", "REFERENCE_RESOLVED", "s.c"],
    ["warning", "REFERENCE_UNKNOWN", "s.d"],
    ["error", "REFERENCE_CYCLE", 9],
    ["error", "REFERENCE_CYCLE", 10],
  ]);
});

// To follow each of these anew would take minutes.
it("reports every key that leads over too many references", () => {
  const length = 10_000;
  const chain = Array.from({ length }, (_none, at) => [`k${at}`, `\${k${at + 1}}`]);
  const problems = checkConfig({
    files: [],
    env: {},
    overrides: Object.fromEntries([...chain, [`k${length}`, "end"]]),
  });
  expect(problems.filter(({ code }) => code === "REFERENCE_TOO_DEEP")).toHaveLength(length - 500);
});

it("has nothing to say of a configuration that is well", () => {
  expect(checkConfig({ files: [], env: { KEYFOLD__S__A: "1" } })).toEqual([]);
});

it("says which of Keyfold's settings a table or a key near to it may mean", () => {
  const overrides = {
    contex: { secrets: { KEY: canary } },
    context: { secret: { KEY: canary }, secrets: { secret: canary }, request: "" },
    cloud: { ulr: "", use_local_secret: true, folder: "a" },
    clock: { url: "" },
    server: { tokne: canary },
  };
  const unknown = (envPrefix?: string) =>
    checkConfig({ files: [], env: {}, overrides, ...(envPrefix ? { envPrefix } : {}) }).filter(
      ({ code }) => code === "KEY_UNKNOWN",
    );
  expect(unknown().map(({ severity, code, message }) => `${severity} ${code} ${message}`)).toEqual([
    "warning KEY_UNKNOWN cloud.ulr: Keyfold has no such setting. Did you mean cloud.url?",
    "warning KEY_UNKNOWN cloud.use_local_secret: Keyfold has no such setting. Did you mean cloud.use_local_secrets?",
    "warning KEY_UNKNOWN context.secret: Keyfold has no such setting. Did you mean context.secrets?",
    "warning KEY_UNKNOWN contex: Keyfold has no such setting. Did you mean context?",
  ]);
  expect(unknown("APP")).toEqual([]);
});
