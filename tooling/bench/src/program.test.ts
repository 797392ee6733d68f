import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@tooling/vitest/temporary-folder";
import { expect, it } from "vitest";
import { nodeProgram, printedNumber, wallTime } from "./program.ts";

const evaluate = (code: string) => nodeProgram("-e", [code]);

it("gives the number that a program printed", () => {
  expect(printedNumber(evaluate("console.log(41.5)"))).toBe(41.5);
});

it("refuses what is no number", () => {
  expect(() => printedNumber(evaluate("console.log('fast')"))).toThrow("printed no number: fast");
  expect(() => printedNumber(evaluate(""))).toThrow("printed no number");
});

it("does not take the time of a program that fails", () => {
  expect(() => wallTime(evaluate("console.error('broken'); process.exit(3)"))).toThrow(/ended with 3: broken/);
  expect(() => wallTime({ command: "/nonexistent", args: [] })).toThrow("ENOENT");
});

const programs = join(import.meta.dirname, "../programs");

it.each(["nothing", "load-config", "parse-with-smol-toml"])("programs/%s.mjs does what it should", (name) => {
  const file = join(temporaryFolder(), "config.toml");
  writeFileSync(file, '[context.secrets]\nKEY = "VALUE"\n', { mode: 0o600 });
  expect(wallTime(nodeProgram(join(programs, `${name}.mjs`), [file]))).toBeGreaterThan(0);
});
