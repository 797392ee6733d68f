import { Pass, type Piece } from "./pass.ts";
import { Scan, type Searches } from "./scan.ts";

const mask = "<secret>";
/** How much is held back of what may be a value, in bytes: white space inside one may have any length. */
const maxHeld = 65_536;

/** The text with `<secret>` in place of what is found. */
export function maskText(text: string, searches: Searches): string {
  const pass = new Pass(searches.list);
  pass.push(Buffer.from(text));
  pass.finish();
  let masked = "";
  let [from, at, bytes] = [0, 0, 0];
  for (let piece = pass.takeBefore(Infinity); piece; piece = pass.takeBefore(Infinity)) {
    // Characters are counted here instead of decoding the bytes, in which a lone surrogate is lost.
    while (bytes + sizeAt(text, at) <= piece.start) {
      bytes += sizeAt(text, at);
      at += unitsAt(text, at);
    }
    masked += text.slice(from, at) + mask;
    while (bytes < piece.end) {
      bytes += sizeAt(text, at);
      at += unitsAt(text, at);
    }
    from = at;
  }
  return masked + text.slice(from);
}

/**
 * Masks bytes that come in chunks, and holds back only what may be the beginning of a value; where that becomes too much, it is masked as if it
 * were one.
 */
export class MaskedBytes {
  #searches: Searches;
  /** The last one looks for all values; in those before it values go on whose beginning is no longer there. */
  #scans: readonly Scan[];
  /** What came and was not given out: the bytes between two places of a buffer with room at its end. */
  #buffer: Buffer = Buffer.alloc(0);
  #from = 0;
  #to = 0;
  /** The place of the first of them among all bytes, and where the last mask ended. */
  #done = 0;
  #maskedTo = -1;

  constructor(searches: Searches) {
    this.#searches = searches;
    this.#scans = [new Scan(searches)];
  }

  /** Takes a chunk, and gives what is ready. */
  write(chunk: Uint8Array, searches: Searches): Buffer {
    if (searches !== this.#searches) {
      const newest = new Scan(searches, this.#done);
      newest.push(this.#buffer.subarray(this.#from, this.#to));
      [this.#searches, this.#scans] = [searches, [...this.#scans, newest]];
    }
    this.#scans = this.#scans.filter((scan, at) => at === this.#scans.length - 1 || scan.heldFrom() < this.#done);
    this.#append(chunk);
    for (const scan of this.#scans) scan.push(chunk);
    const ready = this.#give(Math.min(...this.#scans.map((scan) => scan.heldFrom())));
    return this.#to - this.#from > maxHeld ? Buffer.concat([ready, this.#maskHeld()]) : ready;
  }

  /** Gives the rest. */
  end(): Buffer {
    for (const scan of this.#scans) scan.finish();
    return this.#give(this.#done + this.#to - this.#from);
  }

  #give(until: number): Buffer {
    const ready: Buffer[] = [];
    for (const { start, end } of this.#piecesBefore(until)) {
      if (start > this.#done) ready.push(this.#take(start));
      // What goes on with a value that was masked is masked with it.
      if (start > this.#maskedTo) ready.push(Buffer.from(mask));
      this.#maskedTo = Math.max(this.#maskedTo, end);
      if (end > this.#done) this.#take(end);
    }
    if (until > this.#done) ready.push(this.#take(until));
    return Buffer.concat(ready);
  }

  #piecesBefore(until: number): Piece[] {
    const pieces: Piece[] = [];
    for (const scan of this.#scans) {
      for (let piece = scan.takeBefore(until); piece; piece = scan.takeBefore(until)) pieces.push(piece);
    }
    return pieces.sort((one, other) => one.start - other.start);
  }

  #maskHeld(): Buffer {
    const masked = this.#done > this.#maskedTo ? mask : "";
    this.#maskedTo = this.#done + this.#to - this.#from;
    // What was found in it is masked with it.
    this.#give(this.#maskedTo);
    return Buffer.from(masked);
  }

  #take(until: number): Buffer {
    const taken = this.#buffer.subarray(this.#from, this.#from + until - this.#done);
    this.#from += taken.length;
    this.#done = until;
    return taken;
  }

  #append(chunk: Uint8Array): void {
    const held = this.#to - this.#from;
    if (this.#to + chunk.length > this.#buffer.length) {
      const larger = Buffer.alloc(2 * (held + chunk.length));
      this.#buffer.copy(larger, 0, this.#from, this.#to);
      [this.#buffer, this.#from, this.#to] = [larger, 0, held];
    }
    this.#buffer.set(chunk, this.#to);
    this.#to += chunk.length;
  }
}

function unitsAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** The bytes that a character has in UTF-8. */
function sizeAt(text: string, at: number): number {
  const code = text.codePointAt(at) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
