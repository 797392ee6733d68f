import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readPackages, root } from "./read-packages.ts";
import { circlesIn, fileImports, roomsOf, withRooms } from "./rooms.ts";

const groups = ["packages", "tooling", "examples"].map(readPackages);

it.each(groups.flat())("$name has no circle of imports", (each) => {
  expect(circlesIn(fileImports(each))).toEqual([]);
});

it("ARCHITECTURE.md shows the rooms as they are; `npx pnpm@12 rooms` draws them", () => {
  const page = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");
  expect(page.match(/<!-- rooms of .* -->/g)).toEqual([
    "<!-- rooms of packages/server -->",
    "<!-- rooms of packages/cli -->",
  ]);
  expect(page).toBe(withRooms(page, groups[0] ?? []));
});

it("imports between files count, of types too, and those of tests and generated code do not", () => {
  const specifier = "./b.ts";
  const imports = [
    { file: "packages/x/src/a/a.ts", specifier, kind: "type" as const },
    { file: "packages/x/src/a/a.test.ts", specifier, kind: "static" as const },
    { file: "packages/x/src/generated/a.ts", specifier, kind: "static" as const },
    { file: "packages/x/src/a.ts", specifier: "../package.json", kind: "static" as const },
  ];
  const found = fileImports({ name: "x", folder: join(root, "packages/x"), dependencies: [], imports });
  expect(found).toEqual([["a/a.ts", "a/b.ts"]]);
});

it.each([
  [
    "files",
    [
      ["a.ts", "b.ts"],
      ["b.ts", "a.ts"],
    ],
    ["a.ts ⇄ b.ts"],
  ],
  [
    "folders whose files form none",
    [
      ["a/1.ts", "b/1.ts"],
      ["b/2.ts", "a/2.ts"],
    ],
    ["a ⇄ b"],
  ],
  [
    "folders of a folder",
    [
      ["x/a/1.ts", "x/b/1.ts"],
      ["x/b/2.ts", "x/a/2.ts"],
    ],
    ["x/a ⇄ x/b"],
  ],
  [
    "a folder and the file that imports it",
    [
      ["main.ts", "a/1.ts"],
      ["a/2.ts", "main.ts"],
    ],
    ["a ⇄ main.ts"],
  ],
  [
    "nothing, where a folder uses one neighbour and serves another",
    [
      ["a.ts", "b/1.ts"],
      ["b/2.ts", "c.ts"],
    ],
    [],
  ],
] as [string, [string, string][], string[]][])("finds a circle of %s", (_of, imports, circles) => {
  expect(circlesIn(imports)).toEqual(circles);
});

it("draws folders and files, without the edges that a longer way makes known", () => {
  const imports = [
    ["main.ts", "a/1.ts"],
    ["a/2.ts", "b/1.ts"],
    ["main.ts", "b/1.ts"],
  ] as const;
  expect([...roomsOf(imports).keys()].sort()).toEqual(["a", "b", "main.ts"]);
  const page = "<!-- rooms of packages/config -->\nold\n<!-- end -->\n";
  expect(
    withRooms(page, [
      {
        name: "x",
        folder: join(root, "packages/config"),
        dependencies: [],
        imports: imports.map(([from, to]) => ({
          file: `packages/config/src/${from}`,
          specifier: from.includes("/") ? `../${to}` : `./${to}`,
          kind: "static" as const,
        })),
      },
    ]),
  ).toBe(`<!-- rooms of packages/config -->
\`\`\`mermaid
flowchart TD
  a["a"] --> b["b"]
  main_ts["main.ts"] --> a["a"]
\`\`\`
<!-- end -->
`);
});
