import { expect, test } from "vitest";
import { redact } from "../../src/index.ts";
import { piped, remember } from "../../src/test/masked-values.ts";

test("long values and strings take a time that grows only as their length", async () => {
  const letters = "a".repeat(200_000);
  const lines = Array.from(
    { length: 6000 },
    (_, index) => `    export VARIABLE_${index}='value number ${index * 7919}';`,
  );
  await remember(letters, lines.join("\n"));
  expect(redact(letters)).toBe("<secret>");
  expect(redact(letters.slice(1))).toBe(letters.slice(1));
  expect(redact(lines.join("\n").trim())).toBe("<secret>");
  const bytes = Buffer.from(letters);
  const chunks = Array.from({ length: 20_000 }, (_, at) => bytes.subarray(at, at + 1));
  expect(await piped(chunks)).toEqual(bytes.subarray(0, 20_000));
  for (const hard of ["\\", "\\u", "%", "%25", "&", "&amp;", "'", "'\\''", "{", " ", "aA"]) {
    const long = hard.repeat(100_000 / hard.length);
    expect(redact(long)).toBe(long);
  }
});

test("values past what is cached are masked for as long as there is room, the newest first", async () => {
  const value = (index: number): string => `${index}-${"0123456789abcdef".repeat(65_536)}`;
  for (let index = 0; index < 5; index += 1) await remember(value(index));
  expect(redact(value(4))).toBe("<secret>");
  expect(redact(value(0))).toBe(value(0));
  await remember(value(0));
  expect(redact(value(0))).toBe("<secret>");
});
