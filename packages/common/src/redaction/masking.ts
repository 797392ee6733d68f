import { Pass } from "./pass.ts";
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
  #scan: Scan;
  /** What came and was not given out: the bytes between two places of a buffer with room at its end. */
  #buffer: Buffer = Buffer.alloc(0);
  #from = 0;
  #to = 0;
  /** The place of the first of them among all bytes, and where the last mask ended. */
  #done = 0;
  #maskedTo = -1;

  constructor(searches: Searches) {
    this.#searches = searches;
    this.#scan = new Scan(searches);
  }

  /** Takes a chunk, and gives what is ready. */
  write(chunk: Uint8Array, searches: Searches): Buffer {
    // While a beginning goes on that is no longer there, nothing is given out.
    if (searches !== this.#searches && this.#scan.heldFrom() >= this.#done) {
      this.#searches = searches;
      this.#scan = new Scan(searches, this.#done);
      this.#scan.push(this.#buffer.subarray(this.#from, this.#to));
    }
    this.#append(chunk);
    this.#scan.push(chunk);
    const ready = this.#give(this.#scan.heldFrom());
    return this.#to - this.#from > maxHeld ? Buffer.concat([ready, this.#maskHeld()]) : ready;
  }

  /** Gives the rest. */
  end(): Buffer {
    this.#scan.finish();
    return this.#give(this.#done + this.#to - this.#from);
  }

  #give(until: number): Buffer {
    const ready: Buffer[] = [];
    for (let piece = this.#scan.takeBefore(until); piece; piece = this.#scan.takeBefore(until)) {
      const { start, end } = piece;
      if (start > this.#done) ready.push(this.#take(start));
      // What goes on with a value that was masked is masked with it.
      if (start > this.#maskedTo) ready.push(Buffer.from(mask));
      this.#maskedTo = Math.max(this.#maskedTo, end);
      if (end > this.#done) this.#take(end);
    }
    if (until > this.#done) ready.push(this.#take(until));
    return Buffer.concat(ready);
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
