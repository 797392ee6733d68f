import { execFileSync, spawnSync } from "node:child_process";
import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redact } from "../../src/index.ts";
import { remember } from "../../src/test/masked-values.ts";

/** What a spelling may keep around the mask: the quotes of the tool itself. */
const masked = /^\$?['"`]*<secret>['"`]*$/;
const special = [
  "'",
  '"',
  "`",
  "\\",
  "\n",
  "\t",
  " ",
  "  ",
  "$",
  "&",
  "<",
  ">",
  "%",
  "%41",
  "+",
  "/",
  "\\n",
  "{",
  ": ",
  "ü",
  "é",
  "\u00a0",
  "É»",
  "😀",
  "€",
  "\u007f",
];
const inside = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...special) },
  { weight: 2, arbitrary: fc.stringMatching(/^\w{1,3}$/) },
  fc.string({ minLength: 1, maxLength: 3, unit: "grapheme" }).filter((text) => !text.includes("\0")),
);
const ends = fc.stringMatching(/^[\w<>&%$\\ü]$/);
const value = fc
  .tuple(ends, fc.array(inside, { minLength: 4, maxLength: 12 }), ends)
  .map(([first, middle, last]) => first + middle.join("") + last)
  .filter((text) => !/^(?:[\w.-]+)$/.test(text));
/** With a lone surrogate, which no encoding but JSON can hold. */
const illFormed = fc.tuple(value, fc.constantFrom("\ud800", "\udc00"), value).map((parts) => parts.join(""));
const values = fc.array(value, { minLength: 20, maxLength: 40 });

/** Each value as a tool spells it, between marks, must be masked whole. */
function expectMasked(spelled: readonly string[], texts: readonly string[]): void {
  expect(spelled.length).toBeGreaterThanOrEqual(texts.length);
  for (const [index, each] of spelled.entries()) {
    const found = redact(`<<${each}>>`).slice(2, -2);
    if (!masked.test(found)) throw new Error(`${JSON.stringify(texts[index % texts.length])} as ${each}: ${found}`);
  }
}

describe("every spelling of a value is masked", () => {
  test("in JavaScript", async () => {
    const bytes = (text: string): Buffer => Buffer.from(text);
    const wrapped = (text: string, width: number): string => text.replace(new RegExp(`.{${width}}(?=.)`, "g"), "$&\n");
    const spell: ((text: string) => string)[] = [
      (text) => text,
      (text) => JSON.stringify(text),
      (text) => JSON.stringify(JSON.stringify(text)).replace(/^"\\"|\\""$/g, ""),
      (text) => JSON.stringify(text).replaceAll("/", "\\/"),
      (text) =>
        JSON.stringify(text).replace(
          /[<>&'\u007f-\uffff]/g,
          (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
        ),
      (text) => inspect(text),
      (text) => inspect({ v: text }, { breakLength: 20 }).replace(/^\{\s*v:\s*|\s*\}$/g, ""),
      (text) => inspect([[text]], { compact: false }).replace(/^[[\s]+|[\]\s]+$/g, ""),
      (text) => encodeURIComponent(text.toWellFormed()),
      (text) =>
        encodeURI(text.toWellFormed())
          .toLowerCase()
          .replace(/^.*$/, () => encodeURI(text.toWellFormed())),
      (text) => new URLSearchParams({ q: text }).toString().slice(2),
      (text) =>
        text.replace(/[<>&"']/g, (sign) => `&${{ "<": "lt", ">": "gt", "&": "amp", '"': "quot", "'": "apos" }[sign]};`),
      (text) => text.replace(/[<>&"'\u007f-\u{10ffff}]/gu, (sign) => `&#${sign.codePointAt(0)};`),
      (text) => text.replace(/[<>&"'\u007f-\u{10ffff}]/gu, (sign) => `&#x${sign.codePointAt(0)?.toString(16)};`),
      (text) => bytes(text).toString("base64"),
      (text) => bytes(text).toString("base64url"),
      (text) => bytes(text).toString("hex"),
      (text) => wrapped(bytes(text.repeat(1)).toString("base64"), 64),
    ];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(value, illFormed), { minLength: 1, maxLength: 5 }), async (texts) => {
        await remember(...texts);
        for (const one of spell) expectMasked(texts.map(one), texts);
      }),
      { numRuns: 100 },
    );
  });

  test("in Python", async () => {
    const program = `
import ast, base64, html, json, shlex, sys, urllib.parse, xml.sax.saxutils
for v in json.load(sys.stdin):
    b = v.encode("utf8", "replace")
    spelled = [repr(v), ascii(v), repr(b)[1:], json.dumps(v), json.dumps(v, ensure_ascii=False), json.dumps(json.dumps(v))[3:-3],
        repr({"v": v})[6:-1], shlex.quote(v), html.escape(v), xml.sax.saxutils.escape(v), xml.sax.saxutils.quoteattr(v),
        urllib.parse.quote(b), urllib.parse.quote_plus(b), base64.b64encode(b).decode(), base64.encodebytes(b).decode().strip(), b.hex()]
    sys.stdout.buffer.write(b"".join(s.encode("utf8", "replace") + b"\\0" for s in spelled))
`;
    await fc.assert(
      fc.asyncProperty(values, async (texts) => {
        await remember(...texts);
        const printed = execFileSync("python3", ["-c", program], { input: JSON.stringify(texts) });
        expectMasked(printed.toString().split("\0").slice(0, -1), texts);
      }),
      { numRuns: 5, examples: [[["%ü\u00a0a'&"]], [["É» as in UTF-8"]]] },
    );
  });

  test("in Python, of what stands in an object", async () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\nbGFzdA==\n-----END PRIVATE KEY-----\n";
    const stored = {
      id: "f871b60d0617be19",
      key,
      database: { ssl: true, password: 'p"4ss\\w', pin: 1234567890123456 },
    };
    await remember(stored);
    const program = "import json, sys; print(json.load(sys.stdin))";
    const printed = execFileSync("python3", ["-c", program], { input: JSON.stringify(stored) }).toString();
    const tellingParts = ["f871b60d0617be19", "MIIEvQ", "bGFzdA", "4ss", "1234567890123456"];
    for (const part of tellingParts) expect(printed).toContain(part);
    const found = redact(printed);
    for (const part of tellingParts) expect(found).not.toContain(part);
  });

  const trace = 'PS4=@@@; set -x; for v; do : "$v"; done';
  const list = 'for v; do export K="$v"; echo @@@; export -p; done';
  test.each([
    ["bash", "printf %q", "C.UTF-8", "for v; do printf '@@@%q' \"$v\"; done"],
    ["bash", "printf %q in ASCII", "C", "for v; do printf '@@@%q' \"$v\"; done"],
    ["bash", "${v@Q}", "C.UTF-8", "for v; do printf '@@@%s' \"${v@Q}\"; done"],
    ["bash", "set -x", "C.UTF-8", trace],
    ["bash", "set -x in ASCII", "C", trace],
    ["bash", "export -p", "C.UTF-8", list],
    ["sh", "set -x", "C.UTF-8", trace],
    ["sh", "export -p", "C.UTF-8", list],
  ])("in %s: %s", async (shell, _how, locale, script) => {
    const { PATH } = process.env;
    const run = (texts: readonly string[]): string => {
      const { stdout, stderr } = spawnSync(shell, ["-c", script, shell, ...texts], {
        env: { PATH, LC_ALL: locale },
        encoding: "utf8",
        // From a socket bash would read ~/.bashrc.
        stdio: ["ignore", "pipe", "pipe"],
      });
      return stdout + stderr;
    };
    await fc.assert(
      fc.asyncProperty(values, async (texts) => {
        await remember(...texts);
        const spelled = run(texts)
          .split("@@@")
          .flatMap((piece) => {
            if (script === trace) return piece.startsWith(": ") ? [piece.slice(2, -1)] : [];
            if (script === list) {
              const lines = piece.trim().split(/\n(?=export |declare )/);
              return lines.flatMap((line) => /^(?:export|declare -x) K=(.*)$/s.exec(line)?.[1] ?? []);
            }
            return piece === "" ? [] : [piece];
          });
        expectMasked(spelled, texts);
      }),
      { numRuns: 5 },
    );
  });
});
