import { Automaton } from "./automaton.ts";

/** How many bytes of patterns are kept at most; each takes about 15 bytes of memory. */
const maxBytes = 4 * 1024 * 1024;

/**
 * Patterns that are added while others are looked for. Those that are new get an automaton of their own, which is joined with the ones before
 * it as soon as it is half as large: so each pattern is built into a new automaton a few times only, and the automata stay few.
 */
export class PatternSet {
  #added: Uint8Array[] = [];
  #automata: readonly Automaton[] = [];
  #bytes = 0;

  add(patterns: readonly Uint8Array[]): void {
    for (const pattern of patterns) {
      this.#added.push(pattern);
      this.#bytes += pattern.length;
    }
  }

  /** Another list each time that there are new patterns. */
  automata(): readonly Automaton[] {
    if (this.#added.length === 0) return this.#automata;
    const older = [...this.#automata];
    let patterns: readonly Uint8Array[] = this.#added;
    this.#added = [];
    for (let last = older.at(-1); last && sizeOf(last.patterns) <= 2 * sizeOf(patterns); last = older.at(-1)) {
      patterns = [...last.patterns, ...patterns];
      older.pop();
    }
    this.#automata = [...older, new Automaton(patterns)];
    return this.#automata;
  }

  /** Removes the oldest patterns if there are too many, down to three quarters of the maximum, and gives whether there were. */
  shrink(): boolean {
    if (this.#bytes <= maxBytes) return false;
    const all = [...this.#automata.flatMap(({ patterns }) => patterns), ...this.#added];
    let first = 0;
    for (; this.#bytes > 0.75 * maxBytes; first += 1) this.#bytes -= all[first]?.length ?? 0;
    this.#automata = [];
    this.#added = all.slice(first);
    return true;
  }
}

function sizeOf(patterns: readonly Uint8Array[]): number {
  return patterns.reduce((sum, { length }) => sum + length, 0);
}
