import { Transform } from "node:stream";
import { Candidates } from "./candidates.ts";
import { MaskedBytes, maskText } from "./masking.ts";
import { PatternSet } from "./pattern-set.ts";
import type { Searches } from "./scan.ts";
import { patternsOf, textOf } from "./spellings.ts";

/** Masks one string of bytes. */
export interface Masker {
  /** Takes a chunk, and gives what is ready. */
  write(chunk: Uint8Array): Buffer;
  /** Gives the rest. */
  end(): Buffer;
}

/** Knows values, and masks them as `<secret>` in strings and streams, in a time that grows only as the length of values and strings. */
export class Redactor {
  readonly #known = new Set<string>();
  readonly #loose = new PatternSet();
  readonly #exact = new PatternSet();
  #searches: Searches = { list: [], candidates: undefined };

  /** Masks a value from now on; a list or an object also by the strings and numbers in it. */
  add(value: unknown): void {
    const text = textOf(value);
    if (this.#known.has(text)) return;
    this.#known.add(text);
    const { loose, exact } = patternsOf(text);
    this.#loose.add(loose);
    this.#exact.add(exact);
  }

  /** The string with `<secret>` in place of each value. */
  mask(text: string): string {
    const searches = this.#current();
    return searches.list.length === 0 ? text : maskText(text, searches);
  }

  /** A stream of bytes that masks as `mask` does, and holds back only what may be the beginning of a value. */
  stream(): Transform {
    const masked = new MaskedBytes(this.#current());
    return new Transform({
      transform: (chunk: Buffer, _encoding, done) => done(null, masked.write(chunk, this.#current())),
      flush: (done) => done(null, masked.end()),
    });
  }

  /** Masks bytes that come in chunks, as `stream` does, for whoever frames them. */
  masker(): Masker {
    const masked = new MaskedBytes(this.#current());
    return { write: (chunk) => masked.write(chunk, this.#current()), end: () => masked.end() };
  }

  #current(): Searches {
    // A value that was forgotten may come again.
    if (this.#loose.shrink() || this.#exact.shrink()) this.#known.clear();
    const automata = [this.#loose.automata(), this.#exact.automata()] as const;
    const all = automata.flat();
    if (all.some((automaton, at) => automaton !== this.#searches.list[at]?.automaton)) {
      this.#searches = {
        list: all.map((automaton) => ({ automaton, exact: automata[1].includes(automaton) })),
        candidates: Candidates.of(all.flatMap(({ patterns }) => patterns)),
      };
    }
    return this.#searches;
  }
}
