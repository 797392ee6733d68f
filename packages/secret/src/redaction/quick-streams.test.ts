import { Automaton } from "@keyfold/common/redaction/automaton";
import { Candidates } from "@keyfold/common/redaction/candidates";
import { MaskedBytes } from "@keyfold/common/redaction/masking";
import { Pass } from "@keyfold/common/redaction/pass";
import type { Searches } from "@keyfold/common/redaction/scan";
import { patternsOf } from "@keyfold/common/redaction/spellings";
import { canary, spellings } from "@tooling/vitest/canary";
import fc from "fast-check";
import { expect, test, vi } from "vitest";

/** What values are searched for, with candidates and without. */
function searchesFor(values: readonly string[]): { quick: Searches; close: Searches } {
  const patterns = values.map(patternsOf);
  const list = [
    { automaton: new Automaton(patterns.flatMap(({ loose }) => loose)), exact: false },
    { automaton: new Automaton(patterns.flatMap(({ exact }) => exact)), exact: true },
  ].filter(({ automaton }) => automaton.patterns.length > 0);
  const candidates = Candidates.of(list.flatMap(({ automaton }) => automaton.patterns));
  return { quick: { list, candidates }, close: { list, candidates: undefined } };
}

/** What is given out after each chunk, and at the end. */
function masked(searches: Searches, chunks: readonly Buffer[]): string[] {
  const bytes = new MaskedBytes(searches);
  return [...chunks.map((chunk) => bytes.write(chunk, searches)), bytes.end()].map((out) => out.toString("latin1"));
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const chunks: Buffer[] = [];
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(from, from + size));
    from += size;
  }
  return chunks;
}

const values = [
  canary,
  "sk_live_51HxYzAbCdEfGhIj",
  "p@ss-w0rd/with+signs",
  "пароль-секрет",
  "<a&b>%c\\d$e",
  "ÿþý?>~/+ÿþ",
  "-----BEGIN KEY-----\nMIIEpAIBAAKCAQEA\n-----END KEY-----",
];

/** A character as tools, and hostile hosts, write it. */
function written(sign: string, how: number): string {
  const code = sign.codePointAt(0) ?? 0;
  const four = code.toString(16).padStart(4, "0");
  const forms = [
    sign,
    sign,
    sign,
    /\w/.test(sign) ? sign : `\\${sign}`,
    `\\u${four}`,
    `\\\\u${four}`,
    `&#${code};`,
    `&amp;#x${code.toString(16)};`,
    `&\\#${code};`,
    encodeURIComponent(sign),
    encodeURIComponent(sign).replace("%", "%25"),
    [...Buffer.from(sign)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join(""),
    [...Buffer.from(sign)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join(""),
    `\\U${code.toString(16).padStart(8, "0")}`,
    `\\u\\{${code.toString(16)}\\}`,
    [...`\\u${four}`].map((one) => `&#${one.charCodeAt(0)};`).join(""),
    code < 0x80 ? `\\${code.toString(8).padStart(3, "0")}` : sign,
    sign === " " ? "\\n  \t" : sign,
    sign === "&" ? "&amp;" : sign === "<" ? "&lt;" : sign,
  ];
  return forms[how % forms.length] as string;
}

const value = fc.constantFrom(...values);
const escaped = fc
  .tuple(value, fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), fc.boolean())
  .map(([text, hows, one]) =>
    [...text].map((sign, at) => written(sign, one ? (hows[0] as number) : (hows[at % hows.length] as number))).join(""),
  );
const gaps = ["\n", "\r\n", "\\n", " ", "\n\n", "\n".repeat(9), "\n".repeat(40), " ".repeat(700)];
const wrapped = fc
  .tuple(
    fc.oneof(
      value,
      value.map((text) => text + text),
    ),
    fc.string({ maxLength: 60 }),
    fc.constantFrom(32, 33, 48, 60, 76),
    fc.constantFrom(...gaps),
    fc.constantFrom("base64", "base64url", "hex") as fc.Arbitrary<BufferEncoding>,
    fc.boolean(),
  )
  .map(([text, before, width, gap, encoding, slashed]) => {
    const digits = Buffer.from(`${before}${text} and more`).toString(encoding);
    const lines = digits.replace(new RegExp(`.{${width}}`, "g"), (line) => line + gap);
    return slashed ? lines.replaceAll("/", "\\/") : lines;
  });
const spelling = value.chain((text) => fc.constantFrom(...spellings(text), text));
const part = fc.tuple(spelling, fc.nat(), fc.nat()).map(([text, from, to]) => text.slice(from % 9, to % text.length));
const filler = fc
  .tuple(
    fc.constantFrom(
      ..."x|YWFh|61|\\|\\\\|%|%25|&|&amp;|'|'\\''|\n| |a b |\\\"k\\\":1,|\\u0022|%20|\0\u00ff|{#;}%41|n\\n|key|<p>it's</p>\n".split(
        "|",
      ),
    ),
    fc.constantFrom(1, 9, 24, 40, 130, 300, 900),
  )
  .map(([text, times]) => text.repeat(Math.ceil(times / text.length)));

const texts = fc.array(fc.oneof(escaped, wrapped, spelling, part, filler, filler, filler, fc.string()), {
  maxLength: 14,
});

test("a stream with candidates gives out what one without gives out, and as early", () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(value, { minLength: 1, maxLength: 2 }),
      texts,
      fc.array(fc.constantFrom(1, 3, 17, 64, 200, 1024, 5000), { minLength: 1, maxLength: 8 }),
      (some, parts, sizes) => {
        const { quick, close } = searchesFor(some);
        const chunks = cut(Buffer.from(parts.join("")), sizes);
        const [quickly, closely] = [masked(quick, chunks), masked(close, chunks)];
        expect(quickly.join("")).toBe(closely.join(""));
        // It never waits for longer.
        for (let at = 1; at < chunks.length; at += 1) {
          expect(quickly.slice(0, at).join("").length).toBeGreaterThanOrEqual(closely.slice(0, at).join("").length);
        }
      },
    ),
    { numRuns: 150 },
  );
});

/** How many of the bytes of a text are read closely. */
function readClosely(text: string): number {
  const { quick } = searchesFor([canary, "sk_live_51HxYzAbCdEfGhIj"]);
  const push = vi.spyOn(Pass.prototype, "push");
  masked(quick, cut(Buffer.from(text), [16_384]));
  const bytes = push.mock.calls.reduce((sum, [some]) => sum + some.length, 0);
  push.mockRestore();
  return bytes / text.length;
}

test.each([
  ["prose", "The quick brown fox doesn't jump over lazy dogs (100%). "],
  ["JSON", JSON.stringify({ id: 7, bio: 'a "quoted"\nline', url: "https://a.test/x?q=%20b&c=1#top", sign: "\u00e9" })],
  ["JSON in JSON", JSON.stringify(JSON.stringify([{ id: 7, bio: 'a "quoted"\nline' }]))],
  ["HTML", '<a href="/x?a=1&amp;b=2">It&#39;s &quot;fine&quot;</a>\n'],
  ["base64", "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"],
  ["base64 in lines", `${"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJiVBORw0KGgoAAAAN"}\\n`],
  ["hexadecimal", "89504e470d0a1a0a0000000d49484452"],
  ["nothing but spaces", " "],
])("of %s hardly anything is read closely", (_what, text) => {
  expect(readClosely(text.repeat(200_000 / text.length))).toBeLessThan(0.05);
});

test.each(["\\u0041", "%41", "&#65;", "\\", "keyfol", "keyfold", "a5bGZvbG", "a2V5Zm9s\n".repeat(9), "'\\''"])(
  "nothing is read closely twice: %j",
  (text) => {
    expect(readClosely(text.repeat(60_000 / text.length))).toBeLessThanOrEqual(1.01);
  },
);
