/** What escapes are made of: any of these may be escaped as part of another escape. */
const inEscapes = /[\w\\%&#;{}]/;
/** How many digits a number has. */
const maxNumber = 7;
/** What each byte is worth as a hexadecimal digit, or -1. */
const worths = Int8Array.from({ length: 256 }, (_none, byte) => {
  const sign = String.fromCharCode(byte);
  return /[\da-f]/i.test(sign) ? Number.parseInt(sign, 16) : -1;
});
/** How a byte behind a backslash goes on: as many hexadecimal digits, as octal ones, or not; it may stand for itself where it is of no word. */
const itself = 1;
const octal = 3;
const kindsOf = Uint8Array.from({ length: 256 }, (_none, byte) => {
  const sign = String.fromCharCode(byte);
  if (/[0-3]/.test(sign)) return octal;
  return { u: 4, U: 8, x: 2 }[sign] ?? (/\w/.test(sign) ? 0 : itself);
});

/** Tells the escapes that matter in a search from those that texts are full of, such as white space and quotes. */
export class TellingEscapes {
  /** For each byte behind a backslash that stands for itself whether it is searched for. */
  readonly #bytes = new Uint8Array(256);
  /** The same for each character in an escape by number. */
  readonly #numbered: Uint8Array;
  readonly #hasHigh: boolean;
  /** Whether signs that have names are searched for. */
  readonly hasNamed: boolean;

  /** @param bytes - those that are searched for. */
  constructor(bytes: Iterable<number>) {
    for (const byte of bytes) this.#bytes[byte] = 1;
    this.#numbered = this.#bytes.map((is, byte) => (is || inEscapes.test(String.fromCharCode(byte)) ? 1 : 0));
    this.#hasHigh = this.#bytes.subarray(0x80).includes(1);
    this.hasNamed = this.#hasHigh || [..."&<>"].some((sign) => this.#bytes[sign.charCodeAt(0)] === 1);
  }

  /**
   * Whether an escape may begin, or have begun a few bytes before, that stands for a byte that is searched for or for a part of another
   * escape. It may be that it does not.
   *
   * @param at - where a backslash, a percent sign, a number sign or an ampersand stands.
   */
  mayBeginAt(text: Uint8Array, at: number): boolean {
    switch (text[at]) {
      case 0x5c:
        return this.#isBackslashed(text, at + 1);
      case 0x25: {
        const code = number(text, at + 1, at + 3, 16);
        return code >= 0 && this.#numbered[code] === 1;
      }
      case 0x23:
        return this.#isNumbered(text, at);
      default:
        return this.hasNamed;
    }
  }

  #isBackslashed(text: Uint8Array, at: number): boolean {
    const byte = text[at] ?? 0;
    const kind = kindsOf[byte] as number;
    if (kind <= itself) return kind === itself && this.#bytes[byte] === 1;
    if (kind === octal) return this.#isTelling(number(text, at, at + 3, 8), false);
    return this.#isTelling(number(text, at + 1, at + 1 + kind, 16), true);
  }

  #isNumbered(text: Uint8Array, at: number): boolean {
    const before = text[at - 1];
    // An ampersand that is itself escaped.
    if (before !== 0x26) return before === 0x3b || before === 0x5c;
    const isHex = ((text[at + 1] ?? 0) | 0x20) === 0x78;
    const from = isHex ? at + 2 : at + 1;
    let end = from;
    while (end < from + maxNumber && text[end] !== 0x3b) end += 1;
    return text[end] !== 0x3b || this.#isTelling(number(text, from, end, isHex ? 16 : 10), true);
  }

  /** @param unknown - for what is no number. */
  #isTelling(code: number, unknown: boolean): boolean {
    if (code < 0) return unknown;
    return code < 0x80 ? this.#numbered[code] === 1 : this.#hasHigh;
  }
}

/** The number that digits are; -1 where others stand among them. */
function number(text: Uint8Array, from: number, to: number, base: number): number {
  let all = to > from ? 0 : -1;
  for (let at = from; at < to && all >= 0; at += 1) {
    const worth = worths[text[at] ?? 0] as number;
    all = worth < 0 || worth >= base ? -1 : all * base + worth;
  }
  return all;
}
