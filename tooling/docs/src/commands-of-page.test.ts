import { expect, test } from "vitest";
import { blocksOf, commandsOf } from "./commands-of-page.ts";

test("a page's commands are found, with the lines that they go on in and without comments", () => {
  const page = `# A page

\`\`\`sh
# first
one "a"          # the first's comment
two \\
  three
four | node -e '
  five;' > six
\`\`\`

\`\`\`toml
[server]
\`\`\`

\`\`\`
seven
\`\`\`
`;
  const [commands, ...others] = blocksOf(page);
  expect(others).toEqual([
    { line: 12, language: "toml", text: "[server]\n" },
    { line: 16, language: "", text: "seven\n" },
  ]);
  expect(commandsOf(commands?.text ?? "")).toEqual(['one "a"', "two \\\n  three", "four | node -e '\n  five;' > six"]);
});
