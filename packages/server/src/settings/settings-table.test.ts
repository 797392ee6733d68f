import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { defaultMax, type Setting } from "./setting.ts";
import { settingsByKey } from "./settings.ts";

const page = join(import.meta.dirname, "../../../../docs/server.md");

test("docs/server.md has the table of all settings as it is", () => {
  const [, table] = /<!-- settings -->\n([\s\S]*?)\n<!-- end of settings -->/.exec(readFileSync(page, "utf8")) ?? [];
  // If this fails, put what is expected here into the page.
  expect(table).toBe(settingsTable());
});

/** The table of every setting, as docs/server.md has it. */
function settingsTable(): string {
  const rows = [...settingsByKey].map(
    ([key, setting]) => `| \`${key.slice("server.".length)}\` | ${defaultOf(setting)} | ${describe(setting)} |`,
  );
  return ["| setting | default | what it does |", "| --- | --- | --- |", ...rows].join("\n");
}

function defaultOf(setting: Setting): string {
  return setting.default === undefined ? "" : `\`${setting.default}\``;
}

function describe({ description, option, choices, default: standard, min = 1, max = defaultMax }: Setting): string {
  const range = typeof standard !== "number" ? "" : max === defaultMax ? ` At least ${min}.` : ` ${min} to ${max}.`;
  const either = choices === undefined ? "" : ` One of ${choices.map((choice) => `\`${choice}\``).join(", ")}.`;
  return `${description}${either}${range}${option === undefined ? "" : ` Also \`${option}\`.`}`;
}
