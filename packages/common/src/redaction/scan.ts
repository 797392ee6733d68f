import type { Candidates } from "./candidates.ts";
import { Pass, type Piece } from "./pass.ts";
import type { Search } from "./view.ts";

/** What a text is searched for; another object once there is more. */
export interface Searches {
  readonly list: readonly Omit<Search, "found">[];
  /** Where a stream is looked at closely; undefined: everywhere. */
  readonly candidates: Candidates | undefined;
}

/** How many bytes are kept of what was read: enough to go back from a candidate. */
const maxContext = 1024;
/** So many bytes before the end of what was read are looked at anew: an escape may have begun in them. */
const overlap = 48;
/** How many bytes are read closely until it is asked whether that is still needed. */
const step = 64;

/**
 * Finds what a pass finds, in the same chunks, but reads closely only around candidates and at the end of each chunk. Each byte is read closely
 * at most once.
 */
export class Scan {
  readonly #searches: Searches;
  #pass: Pass;
  /** What passes before this one found. */
  #pieces: Piece[] = [];
  /** The last bytes, and the place of the first of them. */
  #text: Buffer = Buffer.alloc(0);
  #base: number;

  /** @param offset - the place of the first byte. */
  constructor(searches: Searches, offset = 0) {
    this.#searches = searches;
    this.#pass = new Pass(searches.list, offset);
    this.#base = offset;
  }

  /** Reads on. */
  push(bytes: Uint8Array): void {
    const { candidates } = this.#searches;
    if (candidates === undefined) {
      this.#pass.push(bytes);
      return;
    }
    const tail = this.#text.subarray(-maxContext);
    this.#base += this.#text.length - tail.length;
    this.#text = Buffer.concat([tail, bytes]);
    const { length } = this.#text;
    while (this.#readTo < length) {
      const goesOn = this.#pass.goesOn(candidates.reach);
      const found = goesOn ? this.#readTo : candidates.find(this.#text, Math.max(0, this.#readTo - overlap));
      this.#readClosely(found, candidates);
    }
  }

  /** The text is over. */
  finish(): void {
    this.#pass.finish();
  }

  /** What `heldFrom` of a pass is. */
  heldFrom(): number {
    return this.#pass.heldFrom();
  }

  /** Takes the next piece that begins before a place. */
  takeBefore(place: number): Piece | undefined {
    const [first] = this.#pieces;
    if (first === undefined) return this.#pass.takeBefore(place);
    return first.start < place ? this.#pieces.shift() : undefined;
  }

  /** Up to where the pass has read, in the last bytes. */
  get #readTo(): number {
    return this.#pass.length - this.#base;
  }

  /** Reads from where a value that a candidate belongs to may have begun, until no value goes on. */
  #readClosely(candidate: number, candidates: Candidates): void {
    const { length } = this.#text;
    const start = candidates.startFor(this.#text, candidate, this.#readTo);
    if (start >= 0) {
      for (let piece = this.#pass.takeBefore(Infinity); piece; piece = this.#pass.takeBefore(Infinity)) {
        this.#pieces.push(piece);
      }
      this.#pass = new Pass(this.#searches.list, this.#base + start);
    }
    do {
      const from = this.#readTo;
      this.#pass.push(this.#text.subarray(from, Math.min(Math.max(from, candidate) + step, length)));
    } while (this.#readTo < length && this.#pass.goesOn(candidates.reach));
  }
}
