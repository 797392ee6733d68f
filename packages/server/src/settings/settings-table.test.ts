import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { settingsTable } from "./settings-table.ts";

const page = join(import.meta.dirname, "../../../../docs/server.md");

test("docs/server.md has the table of all settings as it is", () => {
  const [, table] = /<!-- settings -->\n([\s\S]*?)\n<!-- end of settings -->/.exec(readFileSync(page, "utf8")) ?? [];
  // If this fails, put what is expected here into the page.
  expect(table).toBe(settingsTable());
});
