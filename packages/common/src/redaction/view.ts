import type { Automaton } from "./automaton.ts";
import { type Grammar, grammars } from "./escapes.ts";
import { kinds, punctuation, separator } from "./spellings.ts";
import { gapMark, paddingMark, Window, windowSize } from "./window.ts";

/** What a text is searched for, and what is called with each find: from where to where, in bytes of the text. */
export interface Search {
  readonly automaton: Automaton;
  /** Whether white space and quotes count as they are. */
  readonly exact: boolean;
  readonly found: (start: number, end: number) => void;
}

/** How many encodings, one inside another, are undone. */
export const maxDepth = 2;
/** What a view of each depth is given, filled anew each time. */
const windows = Array.from({ length: maxDepth + 1 }, () => new Window());
/** For each byte a bit for each grammar whose escapes begin with it. */
const starters = new Uint8Array(paddingMark + 1);
for (const [index, { starter }] of grammars.entries()) starters[starter] = (starters[starter] as number) | (1 << index);

/**
 * A text as it is once some of its encodings are undone, searched while its bytes arrive. Under it are the views in which one more kind of
 * escape is undone; one that does not differ at the moment is left out.
 */
export class View {
  readonly #search: Search;
  /** How many encodings are undone in it. */
  readonly depth: number;
  #inner: readonly EscapedView[] = [];
  #node = 0;
  /** Where the last bytes begin that the node stands for; the numbers after the first `#size` are left over. */
  readonly #starts: number[] = [];
  #size = 0;
  /** Where separators began that nothing has followed yet, or -1. */
  #gap = -1;
  /** Whether separators here do not count. */
  #tight = true;
  /** Where the last match ended. */
  #matchedTo = -1;

  constructor(search: Search, depth: number) {
    this.#search = search;
    this.depth = depth;
  }

  push(window: Window): void {
    if (this.depth < maxDepth) this.#wake(window);
    this.#read(window);
    if (this.#inner.length === 0) return;
    for (const inner of this.#inner) inner.push(window);
    this.#inner = this.#inner.filter((inner) => !inner.isSettled || !inner.view.#isLike(this));
  }

  /** Takes what may be the beginning of an escape for what it is: nothing follows. */
  finish(): void {
    for (const inner of this.#inner) inner.finish();
  }

  /** The place in the text from which on there may be a pattern that goes on. */
  heldFrom(): number {
    const open = this.#search.automaton.open(this.#node);
    let from = open === 0 ? Number.POSITIVE_INFINITY : (this.#starts[this.#size - open] as number);
    for (const inner of this.#inner) {
      from = Math.min(from, inner.view.heldFrom());
      if (this.#search.automaton.mayBeginEscaped) from = Math.min(from, inner.tokenStart);
    }
    return from;
  }

  /** Whether as many bytes of a pattern have been read, and it may go on. */
  goesOn(bytes: number): boolean {
    return this.#search.automaton.open(this.#node) >= bytes || this.#inner.some(({ view }) => view.goesOn(bytes));
  }

  #wake({ bytes, length }: Window): void {
    let seen = 0;
    for (let at = 0; at < length; at += 1) seen |= starters[bytes[at] as number] as number;
    if (seen === 0) return;
    const before = this.#inner;
    for (const [index, grammar] of grammars.entries()) {
      if (!(seen & (1 << index)) || before.some((inner) => inner.grammar === grammar)) continue;
      const view = this.deeper();
      // Escapes that have begun here go on there.
      if (view.depth < maxDepth) view.#inner = before.map((inner) => inner.deeper());
      this.#inner = [...this.#inner, new EscapedView(grammar, view)];
    }
  }

  /** A view that has come as far as this one, under one more encoding. */
  deeper(): View {
    const view = new View(this.#search, this.depth + 1);
    const length = this.#search.automaton.depth(this.#node);
    for (let at = this.#size - length; at < this.#size; at += 1) view.#starts.push(this.#starts[at] as number);
    view.#size = length;
    [view.#node, view.#gap, view.#tight] = [this.#node, this.#gap, this.#tight];
    return view;
  }

  /** Whether this view can be left out beside another. Waking it anew costs as much time as its node is deep. */
  #isLike(other: View): boolean {
    const depth = this.#search.automaton.depth(this.#node);
    return (
      this.#inner.length === 0 &&
      depth <= windowSize &&
      this.#node === other.#node &&
      // An escape at the beginning of a value takes more bytes than the character itself.
      (depth === 0 || this.#starts[this.#size - depth] === other.#starts[other.#size - depth]) &&
      this.#gap < 0 === other.#gap < 0 &&
      this.#tight === other.#tight
    );
  }

  #read({ bytes, starts, ends, length }: Window): void {
    const { automaton, exact } = this.#search;
    let [node, gap, tight] = [this.#node, this.#gap, this.#tight];
    for (let at = 0; at < length; at += 1) {
      const byte = bytes[at] as number;
      if (byte >= gapMark) {
        const start = starts[at] as number;
        if (byte === paddingMark && start === this.#matchedTo) this.#found(start, ends[at] as number);
        [node, gap, tight] = [0, -1, true];
        continue;
      }
      const kind = exact ? 0 : (kinds[byte] as number);
      if (kind === separator) {
        if (gap < 0) gap = starts[at] as number;
        continue;
      }
      if (gap >= 0) {
        if (kind !== punctuation && !tight && node !== 0) {
          node = automaton.next(node, 0x20);
          if (node !== 0) this.#reach(node, gap, gap + 1);
        }
        gap = -1;
      }
      tight = kind === punctuation;
      node = automaton.next(node, byte);
      if (node !== 0) this.#reach(node, starts[at] as number, ends[at] as number);
    }
    [this.#node, this.#gap, this.#tight] = [node, gap, tight];
  }

  /** Notes that one more byte belongs to the beginning that a node stands for, and what ends with it. */
  #reach(node: number, start: number, end: number): void {
    const { automaton } = this.#search;
    const depth = automaton.depth(node);
    if (depth === 1) this.#size = 0;
    else if (this.#size > 2 * depth + 64) {
      this.#starts.copyWithin(0, this.#size - depth + 1, this.#size);
      this.#size = depth - 1;
    }
    this.#starts[this.#size] = start;
    this.#size += 1;
    const match = automaton.match(node);
    if (match > 0) this.#found(this.#starts[this.#size - match] as number, end);
  }

  #found(start: number, end: number): void {
    this.#matchedTo = end;
    this.#search.found(start, end);
  }
}

/** Undoes escapes of one kind on the way into a view. */
class EscapedView {
  readonly view: View;
  readonly grammar: Grammar;
  /** What may be an escape, and where its characters come from. */
  #token = "";
  #starts: number[] = [];
  #ends: number[] = [];

  constructor(grammar: Grammar, view: View) {
    this.grammar = grammar;
    this.view = view;
  }

  /** The same under one more encoding. */
  deeper(): EscapedView {
    const copy = new EscapedView(this.grammar, this.view.deeper());
    [copy.#token, copy.#starts, copy.#ends] = [this.#token, [...this.#starts], [...this.#ends]];
    return copy;
  }

  get #window(): Window {
    return windows[this.view.depth] as Window;
  }

  /** Whether no escape has begun. */
  get isSettled(): boolean {
    return this.#token === "";
  }

  /** Where the escape begins that has begun. */
  get tokenStart(): number {
    return this.#starts[0] ?? Number.POSITIVE_INFINITY;
  }

  push({ bytes, starts, ends, length }: Window): void {
    this.#window.length = 0;
    for (let at = 0; at < length; at += 1) {
      const byte = bytes[at] as number;
      if (byte >= gapMark) this.#undoAll();
      this.#take(byte, starts[at] as number, ends[at] as number);
    }
    this.view.push(this.#window);
  }

  finish(): void {
    this.#window.length = 0;
    this.#undoAll();
    this.view.push(this.#window);
    this.view.finish();
  }

  #take(byte: number, start: number, end: number): void {
    if (this.#token === "" && byte !== this.grammar.starter) {
      this.#window.push(byte, start, end);
      return;
    }
    this.#token += String.fromCharCode(byte);
    this.#starts.push(start);
    this.#ends.push(end);
    if (!this.grammar.open.test(this.#token)) this.#undo();
  }

  #undoAll(): void {
    while (this.#token !== "") this.#undo();
  }

  #undo(): void {
    const [token, starts, ends] = [this.#token, this.#starts, this.#ends];
    [this.#token, this.#starts, this.#ends] = ["", [], []];
    const [used, bytes] = this.grammar.decode(token) ?? [1, [token.charCodeAt(0)]];
    for (const byte of bytes) this.#window.push(byte, starts[0] as number, ends[used - 1] as number);
    for (let at = used; at < token.length; at += 1) {
      this.#take(token.charCodeAt(at), starts[at] as number, ends[at] as number);
    }
  }
}
