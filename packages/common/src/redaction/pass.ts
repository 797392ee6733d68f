import { Digits } from "./digits.ts";
import { type Search, View } from "./view.ts";
import { Window, windowSize } from "./window.ts";

const window = new Window();

const base64 = worths("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "-_", 62);
const hexadecimal = worths("0123456789abcdef", "ABCDEF", 10);

/** Where values are, in bytes from the beginning; a piece begins at `start` and ends before `end`. */
export interface Piece {
  start: number;
  end: number;
}

/** One search through a text, whatever the chunks in which it comes. */
export class Pass {
  readonly #readers: readonly (View | Digits)[];
  /** What was found, in order; pieces that touch are one. */
  readonly #pieces: Piece[] = [];
  #length: number;
  /** Where the last find ended. */
  #foundTo = -1;

  /**
   * @param searches - what is looked for.
   * @param offset - the place of the first byte.
   */
  constructor(searches: readonly Omit<Search, "found">[], offset = 0) {
    const found = (start: number, end: number): void => this.#add({ start, end });
    this.#readers = searches.flatMap((each) => {
      const search = { ...each, found };
      return [new View(search, 0), new Digits(search, base64, 6), new Digits(search, hexadecimal, 4)];
    });
    this.#length = offset;
  }

  /** Reads on. */
  push(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length; from += windowSize) {
      window.length = 0;
      const end = Math.min(from + windowSize, bytes.length);
      for (let at = from; at < end; at += 1, this.#length += 1) {
        window.push(bytes[at] as number, this.#length, this.#length + 1);
      }
      for (const reader of this.#readers) reader.push(window);
    }
  }

  /** The text is over. */
  finish(): void {
    for (const reader of this.#readers) reader.finish();
  }

  /** How far it has read. */
  get length(): number {
    return this.#length;
  }

  /** Whether as many bytes of a pattern have been read, or all of one, and what follows may belong to it. */
  goesOn(bytes: number): boolean {
    // What fills up digits may follow a find.
    return this.#foundTo === this.#length || this.#readers.some((reader) => reader.goesOn(bytes));
  }

  /** The place from which on bytes may belong to a value that goes on, or to one that was not yet found. */
  heldFrom(): number {
    return this.#readers.reduce((from, reader) => Math.min(from, reader.heldFrom()), this.#length);
  }

  /** Takes the next piece that begins before a place. */
  takeBefore(place: number): Piece | undefined {
    const [first] = this.#pieces;
    return first && first.start < place ? this.#pieces.shift() : undefined;
  }

  #add(piece: Piece): void {
    this.#foundTo = Math.max(this.#foundTo, piece.end);
    const before = this.#pieces.at(-1);
    if (before && piece.start >= before.start && piece.start <= before.end) {
      before.end = Math.max(before.end, piece.end);
      return;
    }
    const later: Piece[] = [];
    for (let last = this.#pieces.at(-1); last && last.end >= piece.start; last = this.#pieces.at(-1)) {
      this.#pieces.pop();
      if (last.start > piece.end) later.push(last);
      else {
        piece.start = Math.min(piece.start, last.start);
        piece.end = Math.max(piece.end, last.end);
      }
    }
    this.#pieces.push(piece, ...later.reverse());
  }
}

/** For each byte what it is worth as a digit, or -1; some digits have another form. */
function worths(digits: string, others: string, first: number): Int8Array {
  const table = new Int8Array(256).fill(-1);
  for (let at = 0; at < digits.length; at += 1) table[digits.charCodeAt(at)] = at;
  for (let at = 0; at < others.length; at += 1) table[others.charCodeAt(at)] = first + at;
  return table;
}
