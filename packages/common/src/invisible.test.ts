import { expect, it } from "vitest";
import { hasInvisible, replaceInvisible } from "./invisible.ts";

const show = (text: string): string =>
  replaceInvisible(text, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

it.each([
  ["a zero-width space", "a\u200bb", "a\\u{200b}b"],
  ["a change of direction", "\u202etxt.exe", "\\u{202e}txt.exe"],
  ["an isolate", "a\u2066b\u2069", "a\\u{2066}b\\u{2069}"],
  ["a byte order mark", "\ufeffa", "\\u{feff}a"],
  ["a joiner outside an emoji", "a\u200db", "a\\u{200d}b"],
  ["a selector without an emoji", "a\ufe0f", "a\\u{fe0f}"],
  ["a soft hyphen", "a\u00adb", "a\\u{ad}b"],
  ["a filler", "\u3164", "\\u{3164}"],
  ["tags, which can hide a whole text", "a\u{e0061}\u{e0062}", "a\\u{e0061}\\u{e0062}"],
  ["an escape sequence", "\u001b[2Ja\u009b", "\\u{1b}[2Ja\\u{9b}"],
  ["line breaks", "a\nb\u2028c", "a\\u{a}b\\u{2028}c"],
  ["a lone surrogate", "a\ud800", "a\\u{d800}"],
])("shows %s", (_what, text, shown) => {
  expect(hasInvisible(text)).toBe(true);
  expect(show(text)).toBe(shown);
});

it.each(["", "db url", "ключ", "鍵", "مفتاح", "👩‍💻 laptop", "👨‍👩‍👧‍👦", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇩🇪", "👍🏽"])(
  "leaves %j as it is",
  (text) => {
    expect(hasInvisible(text)).toBe(false);
    expect(show(text)).toBe(text);
  },
);

it("finds what is hidden between emoji", () => {
  expect(show("👩‍💻\u200b❤️")).toBe("👩‍💻\\u{200b}❤️");
});
