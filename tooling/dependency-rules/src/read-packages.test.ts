import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, it } from "vitest";
import { importsOf, packageOf } from "./read-packages.ts";

it("finds every kind of import", () => {
  const file = join(temporaryFolder(), "sample.ts");
  writeFileSync(
    file,
    `import a from "a";
import type { B } from "@scope/b/deep";
import {
  c,
} from "c";
import "d";
export { e } from "./e.ts";
const f = await import("f");
let g: import("g").G;
`,
  );
  expect(
    importsOf(file)
      .map(({ specifier, kind }) => `${kind} ${specifier}`)
      .sort(),
  ).toEqual(["dynamic f", "static ./e.ts", "static a", "static c", "static d", "type @scope/b/deep", "type g"]);
});

it.each([
  ["@scope/b/deep", "@scope/b"],
  ["c/deep", "c"],
  ["node:fs", undefined],
  ["./e.ts", undefined],
])("takes %s to be of package %s", (specifier, name) => {
  expect(packageOf(specifier)).toBe(name);
});
