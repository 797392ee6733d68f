import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { helpPage } from "./help-page.ts";

it("is what docs/cli.md holds; `pnpm --filter keyfold help-page` brings that up to date", () => {
  expect(readFileSync(join(import.meta.dirname, "../../../docs/cli.md"), "utf8")).toBe(helpPage());
});
