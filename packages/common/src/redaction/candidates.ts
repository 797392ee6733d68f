import { type Anchor, anchorOf, type Needle, needlesOf } from "./anchors.ts";
import { TellingEscapes } from "./telling-escapes.ts";

/** How many patterns are looked for in this way. */
const maxPatterns = 500;
/** After so many bytes there is a place at which a search may begin. */
const blockSize = 256;
/** Bytes that lines of digits break with, and how many of these are looked at from one to the next. */
const breaks = byteSet(/[\s\\nr]/);
const breakStep = 16;
/** Digits of base64, and what may stand in front of one in JSON. */
const digits = byteSet(/[\w+/\\-]/);
/** A line goes on in the next one if it has as many digits. */
const wrapped = 32;
/** Bytes with which every escape has ended, inside another one, too. */
const ends = byteSet(/[^\w#;{}&%\\']/);
const starters = byteSet(/[\\%&']/);
/** So many bytes without a starter also end every escape. */
const longestEscapes = 24;
/** An escape that has begun, inside another one, too, before its first telling sign. */
const escapeHead = 16;

/** A needle, and where in it a gram stands. */
interface Place {
  readonly needle: Needle;
  readonly offset: number;
}

/**
 * Finds the places in a text at which a value may stand, and misses none: where an anchor of a pattern stands, as it is or in digits, or
 * a byte of it is escaped.
 */
export class Candidates {
  /** The hashes of what needles are made of, and where that stands in them. */
  readonly #grams = new Uint8Array(65_536);
  readonly #places = new Map<number, Place[]>();
  /** Which bytes of four make a gram. */
  readonly #mask: number;
  /** In every needle a gram stands at one of as many places that follow each other. */
  readonly #stride: number;
  /** For each byte whether an escape may begin with it that counts. */
  readonly #leads: Uint8Array;
  readonly #escapes: TellingEscapes;
  /** How far before a candidate a value may begin that goes on there, in bytes: as it is, and in digits with what must be known of their lines. */
  readonly #plainBefore: number;
  readonly #digitsBefore: number;
  /** Who has read fewer bytes of a pattern has not come to the end of its anchor. */
  readonly reach: number;

  private constructor(anchors: readonly Anchor[]) {
    const needles = anchors.flatMap(({ run }) => needlesOf(run));
    const shortest = Math.min(...needles.map(({ bytes }) => bytes.length));
    const gram = Math.min(4, shortest);
    this.#mask = gram === 4 ? -1 : 0xffffff;
    this.#stride = shortest - gram + 1;
    for (const needle of needles) this.#insert(needle, gram);
    this.#escapes = new TellingEscapes(anchors.flatMap((anchor) => [...anchor.reach]));
    this.#leads = byteSet(this.#escapes.hasNamed ? /[\\%#&]/ : /[\\%#]/);
    const reaches = anchors.map((anchor) => anchor.reach.length);
    const reach = Math.max(...reaches);
    this.reach = Math.min(...reaches);
    // Digits of base64 in JSON, or hexadecimal ones, and breaks between their lines.
    const longest = 3 * reach + 8 + (2 + Math.ceil(reach / 16)) * 2 * breakStep;
    this.#plainBefore = reach + escapeHead;
    this.#digitsBefore = 2 * wrapped + longest + escapeHead;
  }

  /** Candidates for some patterns; undefined where one has no anchor. */
  static of(patterns: readonly Uint8Array[]): Candidates | undefined {
    if (patterns.length === 0 || patterns.length > maxPatterns) return undefined;
    const anchors: Anchor[] = [];
    for (const pattern of patterns) {
      const anchor = anchorOf(pattern);
      if (anchor === undefined) return undefined;
      anchors.push(anchor);
    }
    return new Candidates(anchors);
  }

  /** The first candidate from a place on, or the end. The last few bytes are not looked at: what they begin is not known. */
  find(text: Uint8Array, from: number): number {
    const view = new DataView(text.buffer, text.byteOffset, text.byteLength);
    for (let block = from; block < text.length; block += blockSize) {
      const end = Math.min(block + blockSize, text.length);
      const lead = this.#leadIn(text, block, end);
      const gram = this.#gramIn(view, text, block, lead);
      const found = Math.min(gram, wideBreakIn(text, block, gram));
      if (found < end) return found;
      if (startBefore(text, end, block) < 0) return block;
    }
    return text.length;
  }

  /** The last place at which a search for a value that a candidate belongs to may begin; -1 if that is not behind the first. */
  startFor(text: Uint8Array, candidate: number, first: number): number {
    for (let at = candidate - 1; at >= candidate - 2 * wrapped && at >= 0; at -= 1) {
      const byte = text[at] as number;
      // No digits go on over such a byte.
      if (digits[byte] === 0 && breaks[byte] === 0) {
        return startBefore(text, Math.min(at + 1, candidate - this.#plainBefore), first);
      }
    }
    return startBefore(text, candidate - this.#digitsBefore, first);
  }

  #leadIn(text: Uint8Array, from: number, to: number): number {
    const leads = this.#leads;
    for (let at = from; at < to; at += 1) {
      if (leads[text[at] as number] === 1 && this.#escapes.mayBeginAt(text, at)) return at;
    }
    return to;
  }

  #gramIn(view: DataView, text: Uint8Array, from: number, to: number): number {
    const [grams, mask, stride] = [this.#grams, this.#mask, this.#stride];
    const end = Math.min(to, text.length - 3);
    // Blocks have no common factor with the stride, and a gram may end in the next one.
    for (let at = from; at < end; at += stride) {
      const hash = hashOf(view.getUint32(at, true) & mask);
      if (grams[hash] === 1 && this.#stands(text, at, hash)) return at;
    }
    return to;
  }

  #stands(text: Uint8Array, at: number, hash: number): boolean {
    return (this.#places.get(hash) ?? []).some(({ needle: { bytes, folded }, offset }) =>
      bytes.every((byte, index) => isSame(text[at - offset + index] ?? -1, byte, folded)),
    );
  }

  #insert(needle: Needle, gram: number): void {
    const padded = Buffer.concat([needle.bytes, Buffer.alloc(4)]);
    for (let offset = 0; offset < this.#stride && offset + gram <= needle.bytes.length; offset += 1) {
      const hash = hashOf(padded.readInt32LE(offset) & this.#mask);
      this.#grams[hash] = 1;
      this.#places.set(hash, [...(this.#places.get(hash) ?? []), { needle, offset }]);
    }
  }
}

/** The last place up to another one at which no escape goes on; -1 if there is none behind the first. */
function startBefore(text: Uint8Array, place: number, first: number): number {
  let at = place;
  for (let plain = 0; at > first; at -= 1) {
    const byte = text[at - 1] as number;
    if (ends[byte] === 1) return at;
    plain = starters[byte] === 1 ? 0 : plain + 1;
    if (plain === longestEscapes) return at - 1 + longestEscapes;
  }
  return -1;
}

/** The first place where digits may go on behind more white space than between ordinary lines, or the end. */
function wideBreakIn(text: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at += breakStep) {
    if (breaks[text[at] as number] === 1 && breaks[text[at + breakStep] ?? 0] === 1 && isWideBreak(text, at)) return at;
  }
  return to;
}

function isWideBreak(text: Uint8Array, at: number): boolean {
  for (let after = 1; after < breakStep; after += 1) if (breaks[text[at + after] as number] === 0) return false;
  // Where it began longer ago, an earlier place was looked at.
  let start = at;
  while (start > at - breakStep && breaks[text[start - 1] ?? 0] === 1) start -= 1;
  for (let before = 1; before <= wrapped; before += 1) if (digits[text[start - before] ?? 0] === 0) return false;
  return true;
}

/** A hash of four bytes, in which a letter counts as its capital. */
function hashOf(four: number): number {
  return Math.imul(four | 0x20202020, 0x9e3779b1) >>> 16;
}

function isSame(byte: number, expected: number, folded: boolean): boolean {
  return byte === expected || (folded && byte >= 0x41 && byte <= 0x46 && (byte | 0x20) === expected);
}

function byteSet(signs: RegExp): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_none, byte) => (signs.test(String.fromCharCode(byte)) ? 1 : 0));
}
