import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, test } from "vitest";
import { renderApi, root } from "./render-api.ts";

const committed = join(root, "docs/api");

test("docs/api is what the source makes of it today: npx pnpm@12 api-pages", async () => {
  const rendered = temporaryFolder();
  expect(await renderApi(rendered)).toEqual([]);
  expect(readdirSync(committed)).toEqual(readdirSync(rendered));
  for (const page of readdirSync(rendered)) {
    expect(readFileSync(join(committed, page), "utf8")).toBe(readFileSync(join(rendered, page), "utf8"));
  }
});
