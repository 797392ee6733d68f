import { expect, test } from "vitest";
import { examplesOfPage } from "./examples-of-page.ts";

const page = `# A page

\`\`\`ts
import { a, type B } from "x";
import c from "y";

a(c);
\`\`\`

\`\`\`sh
not a program
\`\`\`

\`\`\`ts
import { a } from "z";

a(1); // does not compile
\`\`\`
`;

test("a program stands at its line of the page, with the imports of those above it", () => {
  const [first, second, ...others] = examplesOfPage(page);
  expect(others).toEqual([]);
  expect(first?.line).toBe(3);
  expect(first?.source.split("\n")[3]).toBe('import { a, type B } from "x";');
  expect(first?.source.split("\n")[0]).toBe(" export {};");
  expect(second?.line).toBe(14);
  expect(second?.source.split("\n")[0]).toBe('import { type B } from "x"; import c from "y"; export {};');
});

test("a line that must not compile is marked so for the compiler", () => {
  const [, second] = examplesOfPage(page);
  expect(second?.source.split("\n").slice(15, 17)).toEqual([" // @ts-expect-error", "a(1); // does not compile"]);
});

test.each(["```js", "  ```ts", "```ts title=app.ts", "~~~typescript"])(
  "a program that begins with %s is refused",
  (fence) => {
    expect(() => examplesOfPage(`${page}\n${fence}\na(1);\n${fence.slice(0, 3)}\n`)).toThrow(`not with ${fence}.`);
  },
);
