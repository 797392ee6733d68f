import { expect, test } from "vitest";
import type { Exported } from "./exported.ts";
import { pageOfPackage } from "./page-of-package.ts";

const linkOf = (name: string): string | undefined =>
  name === "Run" || name === "open" ? `#${name.toLowerCase()}` : undefined;
const about = { name: "x", guide: "guide.md", linkOf };
const open: Exported = {
  name: "open",
  kind: "value",
  text: "Opens\nit.",
  tags: [
    { name: "param", text: "seconds - how long." },
    { name: "returns", text: "a run." },
    { name: "throws", text: "RunError with code NO_RUN." },
    { name: "see", text: "elsewhere" },
  ],
  declaration: "function open(seconds: number): Run;",
  members: [],
};
const run: Exported = {
  name: "Run",
  kind: "type",
  text: "",
  tags: [],
  declaration: "interface Run",
  members: [
    { name: "id", signatures: ["id: string"], text: "", tags: [] },
    {
      name: "end",
      signatures: ["end(): void", "end(why: string): void"],
      text: "Ends it.\n\nFor good.",
      tags: [{ name: "throws", text: "RunError." }],
    },
  ],
};

test("an export has its declaration, comment, parameters, what it gives and throws, and its members", () => {
  expect(
    pageOfPackage({ doors: [{ specifier: "x", exported: [run, open], passedOn: [] }], mentioned: [] }, about),
  ).toBe(`# The API of x

Every export, as its comment in the source says it (\`npx pnpm@12 api-pages\`). How to use it: [guide.md](../guide.md).

- To use: [\`open\`](#open)
- Types: [\`Run\`](#run)

## open

\`\`\`ts
function open(seconds: number): Run;
\`\`\`

Opens it.

- \`seconds\`: how long.
- Returns a run.
- Throws RunError with code NO_RUN.

See [\`Run\`](#run).

## Run

\`\`\`ts
interface Run
\`\`\`

- \`id: string\`
- \`end(): void\` or \`end(why: string): void\`: Ends it.

  For good.
  - Throws RunError.
`);
});

test("a package with several doors has them one after the other, then what can't be imported", () => {
  const doors = [
    { specifier: "x", exported: [open], passedOn: ["Other"] },
    { specifier: "x/y", exported: [{ ...open, name: "close" }], passedOn: [] },
  ];
  const lines = pageOfPackage({ doors, mentioned: [run] }, about).split("\n");
  expect(lines.filter((line) => line.startsWith("#"))).toEqual([
    "# The API of x",
    "## From `x`",
    "### open",
    "## From `x/y`",
    "### close",
    "## Types that show above, without a name to import",
    "### Run",
  ]);
  expect(lines).toContain("- Of another package: `Other`");
});
