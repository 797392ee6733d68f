/** Control characters, line breaks, halves of characters, and the signs that turn the direction of writing. */
const hidden = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text from a server or a file as it can be shown: what would steer a terminal is written as `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(hidden, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`);
}

/** JSON on one line, with nothing in it that would steer a terminal. It reads back as the same value. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(hidden, (sign) =>
    [...Array(sign.length).keys()].map((at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
}
