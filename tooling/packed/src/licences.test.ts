import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { root } from "./published-packages.ts";

/** Licences that let anyone use what we publish, in any product, for the price of naming its authors. */
const free = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BlueOak-1.0.0", "ISC", "MIT"];

test("whatever our packages install is free for every use", () => {
  const list = ["--filter", "./packages/*", "licenses", "list", "--prod", "--json"];
  const printed = execFileSync("npx", ["--yes", "pnpm@12", ...list], { cwd: root, encoding: "utf8" });
  const packagesByLicence = JSON.parse(printed) as Record<string, { name: string }[]>;
  expect(packagesByLicence["BSD-3-Clause"]?.map(({ name }) => name)).toContain("smol-toml");
  const others = Object.entries(packagesByLicence).filter(([licence]) => !free.includes(licence));
  expect(others.map(([licence, packages]) => [licence, packages.map(({ name }) => name)])).toEqual([]);
});
