import { anyText } from "@tooling/vitest/any-text";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DotenvError, parseDotenv } from "./parse-dotenv.ts";

const canary = "a value/7Qp$wZ+";
const parsed = (text: string): Record<string, string> => Object.fromEntries(parseDotenv(text));

describe("parseDotenv", () => {
  it.each([
    ["A=b", { A: "b" }],
    ["\ufeffA=b\r\nC=d\r\n", { A: "b", C: "d" }],
    ["# comment\n\n  \t\nA=b # comment\nB=c#d\nC=#\nD = # x", { A: "b", B: "c#d", C: "#", D: "" }],
    ["A=#hunter2!\nB= #c\nC=\t#c\nD=## # c\nexport E=#e", { A: "#hunter2!", B: "", C: "", D: "##", E: "#e" }],
    ["export A=b\n  export\tB = c  ", { A: "b", B: "c" }],
    ["A=b # c\u2028# d\nB= # c\u2029d", { A: "b", B: "" }],
    ["A=", { A: "" }],
    ["A='x # y' # z\nB=\"x # y\"", { A: "x # y", B: "x # y" }],
    ["A='$HOME ${B} \\n'\nB=$HOME\nC=\"${A}\"", { A: "$HOME ${B} \\n", B: "$HOME", C: "${A}" }],
    ['A="a\\nb\\tc\\"d\\\\e\\$f\\`g\\x"', { A: 'a\nb\tc"d\\e$f`g\\x' }],
    [
      'A="-----BEGIN-----\nx=y\n\n#z\n-----END-----" # key\nB=c',
      { A: "-----BEGIN-----\nx=y\n\n#z\n-----END-----", B: "c" },
    ],
    ["A='one\r\ntwo'", { A: "one\ntwo" }],
    ['A=`it\'s "x"`', { A: 'it\'s "x"' }],
    ['A=it\'s\nB=a"b"', { A: "it's", B: 'a"b"' }],
    ["A=1\nA=2", { A: "2" }],
    ["a.b-c_D9=x=y", { "a.b-c_D9": "x=y" }],
    ["__proto__=x", JSON.parse('{"__proto__":"x"}')],
  ])("reads %j", (text, expected) => {
    expect(parsed(text)).toEqual(expected);
    expect(Object.keys(parsed(text))).toEqual(Object.keys(expected));
  });

  it.each([
    ["no sign", `A=b\n\n${canary}`, 3],
    ["no name", `=${canary}`, 1],
    ["a name that can't be", `9A=${canary}`, 1],
    ["an export without a value", "export A", 1],
    ["a quote that is never closed", `A=1\nB="${canary.replaceAll('"', "")}\nC=2\n`, 2],
    ["an escaped closing quote", 'A="x\\"', 1],
    ["something after the quote", `A="x\ny" ${canary}`, 2],
  ])("names the line for %s, and shows nothing of it", (_what, text, line) => {
    const error = thrownBy(() => parseDotenv(text));
    expect(error.line).toBe(line);
    expect(`${error.message} ${error.tip}`).not.toContain(canary.slice(0, 8));
  });

  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);
  const value = anyText({ maxLength: 40 });
  const spelled = value.filter((text) => !/\r/.test(text));

  it("gives back what was written, in each kind of quotes", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, spelled, fc.nat(2)), { selector: ([key]) => key }), (entries) => {
        const lines = entries.map(([key, text, kind], at) => `${at % 2 ? "export " : ""}${key}=${write(text, kind)}`);
        expect([...parseDotenv(lines.join("\n"))]).toEqual(entries.map(([key, text]) => [key, text]));
      }),
    );
  });

  it("reads any text or refuses it with a line of it, and never expands", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."A=\"'`\\# \n\r\t$é{}".split(""), "export ") }), (text) => {
        try {
          for (const each of parseDotenv(text).values()) expect(typeof each).toBe("string");
        } catch (error) {
          expect(error).toBeInstanceOf(DotenvError);
          expect((error as DotenvError).line).toBeLessThanOrEqual(text.split(/\r\n|\n|\r/).length);
        }
      }),
    );
  });
});

/** Double quotes hold anything; the others what they don't end with. */
function write(text: string, kind: number): string {
  const quote = ['"', "'", "`"][kind] ?? '"';
  if (quote !== '"' && !text.includes(quote)) return `${quote}${text}${quote}`;
  return `"${text.replace(/[\\"$]/g, "\\$&")}"`;
}

function thrownBy(work: () => unknown): DotenvError {
  try {
    work();
  } catch (error) {
    if (error instanceof DotenvError) return error;
    throw error;
  }
  throw new Error("Nothing was thrown.");
}
