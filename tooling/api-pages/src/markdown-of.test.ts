import { expect, test } from "vitest";
import { markdownOf } from "./markdown-of.ts";

const linkOf = (name: string): string | undefined => (name === "ConfigError" ? "config.md#configerror" : undefined);

test.each([
  ["lines of a paragraph are one", "one\ntwo\n\nthree", "one two\n\nthree"],
  ["a list stays one", "these:\n- one\n- two", "these:\n- one\n- two"],
  [
    "the name of an export leads to its page",
    "ConfigError, or RangeError",
    "[`ConfigError`](config.md#configerror), or RangeError",
  ],
  ["a page leads to itself", "see docs/errors.md.", "see [errors](../errors.md)."],
  ["code in a line stays as it is", "the\n`ConfigError <a>`", "the `ConfigError <a>`"],
  [
    "a block of code stays too",
    "so:\n\n```ts\nConfigError;\na<b>;\n```\n\nor",
    "so:\n\n```ts\nConfigError;\na<b>;\n```\n\nor",
  ],
  ["what looks like HTML is text", "a <secret>", "a \\<secret>"],
])("%s", (_, comment, markdown) => {
  expect(markdownOf(comment, linkOf)).toBe(markdown);
});
