import { expect, it } from "vitest";
import { judge } from "../report/row.ts";
import { sizeRows } from "./sizes.ts";

it("config and context keep within their sizes", async () => {
  const rows = await sizeRows();
  expect(rows.map((row) => [row.what, row.ours.median > 1, judge(row).verdict])).toEqual([
    ["size of config with smol-toml, minified, gzip", true, "met"],
    ["size of context on top of it", true, "met"],
  ]);
});
