import { maxDepth, type Search, View } from "./view.ts";
import { gapMark, paddingMark, Window } from "./window.ts";

/** Digits of a line that may go on in the next one. */
const shortestLine = 32;
const windows = Array.from({ length: 4 }, () => new Window());

/**
 * What stands in a text in base64 or hexadecimal, searched while its bytes arrive. Where a value begins inside longer digits is not known, so
 * each of the digits at which a byte may begin has a view of its own.
 */
export class Digits {
  readonly #search: Search;
  readonly #worths: Int8Array;
  readonly #bits: 4 | 6;
  readonly #views: readonly View[];
  #count = 0;
  #last = 0;
  #lastStart = 0;
  /** How many digits stand in this line, and whether it goes on with the lines before it. */
  #inLine = 0;
  #wrapped = false;
  /** Where a backslash stands that nothing has followed yet, or -1. */
  #backslash = -1;

  /**
   * @param search - what is looked for.
   * @param worths - for each byte what it is worth as a digit, or -1.
   * @param bits - those of a digit.
   */
  constructor(search: Search, worths: Int8Array, bits: 4 | 6) {
    this.#search = search;
    this.#worths = worths;
    this.#bits = bits;
    // As many digits as make whole bytes: 2 of 4 bits, 4 of 6 bits.
    this.#views = Array.from({ length: bits === 4 ? 2 : 4 }, () => new View(search, maxDepth));
  }

  push({ bytes, starts, ends, length }: Window): void {
    for (const window of windows) window.length = 0;
    for (let at = 0; at < length; at += 1) this.#take(bytes[at] as number, starts[at] as number, ends[at] as number);
    for (const [at, view] of this.#views.entries()) view.push(windows[at] as Window);
  }

  finish(): void {
    for (const view of this.#views) view.finish();
  }

  /** The place in the text from which on there may be a pattern that goes on. */
  heldFrom(): number {
    let from = this.#mayHaveBegun() ? this.#lastStart : Number.POSITIVE_INFINITY;
    for (const view of this.#views) from = Math.min(from, view.heldFrom());
    return from;
  }

  /** What `goesOn` of a view is; where digits are wrapped, the next line may be far away, so any bytes count. */
  goesOn(bytes: number): boolean {
    if (!this.#wrapped) return this.#views.some((view) => view.goesOn(bytes));
    return this.#mayHaveBegun() || this.#views.some((view) => view.goesOn(1));
  }

  /** Whether the bits of the last digit may be the first ones of a pattern. */
  #mayHaveBegun(): boolean {
    if (this.#count === 0) return false;
    for (let shift = 8 - this.#bits; shift < 8; shift += 8 - this.#bits) {
      if (this.#search.automaton.mayBegin((this.#last << shift) & 0xff, shift)) return true;
    }
    return false;
  }

  #take(byte: number, start: number, end: number): void {
    const worth = this.#worths[byte] as number;
    if (this.#backslash >= 0) {
      const from = this.#backslash;
      this.#backslash = -1;
      // In JSON a line break is \n, and a slash may be \/.
      if (byte === 0x6e || byte === 0x72) {
        this.#breakLine(start, end);
        return;
      }
      if (byte === 0x2f) {
        this.#digit(worth, from, end);
        return;
      }
      this.#mark(gapMark, start, end);
    }
    if (worth >= 0) this.#digit(worth, start, end);
    else if (byte === 0x3d) this.#mark(paddingMark, start, end);
    else if (this.#count === 0) return;
    else if (byte === 0x5c) this.#backslash = start;
    else if (byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)) this.#breakLine(start, end);
    else this.#mark(gapMark, start, end);
  }

  #digit(worth: number, start: number, end: number): void {
    const count = this.#views.length;
    const step = 8 - this.#bits;
    for (let phase = 1; this.#count > 0 && phase < count; phase += 1) {
      const byte = ((this.#last << (step * phase)) | (worth >> (this.#bits - step * phase))) & 0xff;
      (windows[(this.#count - phase) & (count - 1)] as Window).push(byte, this.#lastStart, end);
    }
    this.#last = worth;
    this.#lastStart = start;
    this.#count += 1;
    this.#inLine += 1;
  }

  /** Lines of base64 belong together if they are long; words do not. */
  #breakLine(start: number, end: number): void {
    if (this.#inLine < shortestLine && (this.#inLine > 0 || !this.#wrapped)) {
      this.#mark(gapMark, start, end);
      return;
    }
    this.#wrapped = true;
    this.#inLine = 0;
  }

  #mark(mark: number, start: number, end: number): void {
    for (let at = 0; at < this.#views.length; at += 1) (windows[at] as Window).push(mark, start, end);
    this.#count = 0;
    this.#inLine = 0;
    this.#wrapped = false;
  }
}
