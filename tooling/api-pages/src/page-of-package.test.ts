import { expect, test } from "vitest";
import { pageOfPackage } from "./page-of-package.ts";

const plain = { comment: "Does it.", tags: [], declaration: "function b(): void;" };

test("an export has its comment, its parameters, what it gives and throws, and its declaration", () => {
  const tags = [
    { name: "param", text: "seconds - how long" },
    { name: "returns", text: "a run." },
    { name: "throws", text: "RunError with code NO_RUN." },
    { name: "see", text: "elsewhere" },
  ];
  expect(pageOfPackage("x", [{ specifier: "x", exported: [{ ...plain, name: "b", tags }] }])).toBe(`# The API of x

Made from the source by \`npx pnpm@12 api-pages\`.

## b

Does it.

- \`seconds\`: how long

Gives: a run.

Throws: RunError with code NO_RUN.

\`\`\`typescript
function b(): void;
\`\`\`
`);
});

test("a package with several doors has them one after the other, each in the order of the alphabet", () => {
  const page = pageOfPackage("x", [
    { specifier: "x", exported: ["b", "A"].map((name) => ({ ...plain, name })) },
    { specifier: "x/y", exported: [{ ...plain, name: "c" }] },
  ]);
  const headings = page.split("\n").filter((line) => line.startsWith("#"));
  expect(headings).toEqual(["# The API of x", "## From `x`", "### A", "### b", "## From `x/y`", "### c"]);
});
