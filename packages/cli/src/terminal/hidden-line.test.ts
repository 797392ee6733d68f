import { canary } from "@tooling/vitest/canary";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HiddenLine } from "./hidden-line.ts";

/** The outcome of pieces of input: the value, or the code of the error. */
function enter(...pieces: string[]): string {
  const line = new HiddenLine();
  for (const piece of pieces) line.take(piece);
  try {
    return line.value();
  } catch (error) {
    return (error as { code: string }).code;
  }
}

const pasted = (text: string): string => `\u001b[200~${text}\u001b[201~`;

describe("HiddenLine", () => {
  it.each([
    ["what is typed", ["ab", "c\r"], "abc"],
    ["nothing", ["\r"], ""],
    ["corrections", ["wrong\u0015one twx\u007f\bo three\u0017\n"], "one to "],
    ["an emoji that is taken back", ["a🔑\u007f\r"], "a"],
    ["arrows and other keys, which do nothing", ["a\u001b[D\u001bOAb\u001b[1;5C\u001b", "[3~c\u001bx\r"], "abc"],
    ["a tab", ["a\tb\r"], "a\tb"],
    ["a paste, then Enter", [pasted(canary), "\r"], canary],
    ["a paste in pieces", ["\u001b[20", "0~ab", "c\u001b[201", "~\r"], "abc"],
    ["a paste that ends with a line break", [pasted("abc\n")], "abc"],
    ["blank lines after it", ["abc\n", "\n", "\r\n"], "abc"],
    ["control characters of a paste", [pasted("a\u0003\u0004\u0015b"), "\r"], "a\u0003\u0004\u0015b"],
  ])("takes %s", (_what, pieces, value) => {
    expect(enter(...pieces) === value).toBe(true);
  });

  it.each([
    ["many lines at once", ["a\nb\n"]],
    ["many lines in pieces", ["a\n", "b\n"]],
    ["an end without a line break", ["a\r", "b"]],
    ["many lines after a blank one", ["\n", "\n", "b"]],
    ["a marked paste of many lines", [pasted("a\nb"), "\r"]],
    ["a marked paste after a line", ["a\r", pasted("b")]],
  ])("refuses %s", (_what, pieces) => {
    expect(enter(...pieces)).toBe("WRONG_USE");
  });

  it("is cancelled by Ctrl-C, and by Ctrl-D where nothing was typed", () => {
    expect(enter("half\u0003", "more\r")).toBe("CANCELLED");
    expect(enter("\u0004")).toBe("CANCELLED");
    expect(enter("a\u0004b\r")).toBe("ab");
  });

  it("takes a line whole, in whatever pieces it comes", () => {
    const text = fc.string({ unit: fc.constantFrom(..."aé🔑 \"'\\$".split(" ").join("")) });
    fc.assert(
      fc.property(text, fc.array(fc.nat(20)), fc.boolean(), (value, cuts, marked) => {
        const input = `${marked ? pasted(value) : value}\r`;
        const at = [...new Set([0, ...cuts.filter((cut) => cut < input.length), input.length])].sort((a, b) => a - b);
        const pieces = at.slice(1).map((end, index) => input.slice(at[index], end));
        expect(enter(...pieces)).toBe(value);
      }),
    );
  });
});
