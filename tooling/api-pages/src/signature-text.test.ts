import { expect, test } from "vitest";
import { signatureText } from "./signature-text.ts";

test.each([
  ["readonly port?: number | undefined;", "port?: number"],
  ["override readonly code: Code;", "code: Code"],
  ["get config(): Config;", "config: Config"],
  ["constructor(name: string);", "new Thing(name: string)"],
  ["value: Redacted$1<string>;", "value: Redacted<string>"],
  ["at(place: {\n  /** From 1. */\n  line: number;\n}): void;", "at(place: { line: number }): void"],
  ["find(name: string): string | undefined;", "find(name: string): string | undefined"],
])("%j is %j", (declaration, text) => {
  expect(signatureText(declaration, "Thing")).toBe(text);
});
