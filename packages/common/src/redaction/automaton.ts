/** Stands in `#links` for a node that does not continue the one before it; the byte is in the bits below. */
const branch = 0x100;
/** Stands in `#links` for a node that has children besides the one after it. */
const fork = 0x200;

/**
 * Finds any of many patterns in one pass over bytes (Aho-Corasick). A node is a beginning of patterns, 0 the empty one. The nodes of a
 * pattern have successive numbers for as long as it shares them with no earlier pattern, so that a step is mostly a look at the next number.
 */
export class Automaton {
  readonly patterns: readonly Uint8Array[];
  /** Whether one begins with anything but a letter or a digit, which tools may write as an escape. */
  readonly mayBeginEscaped: boolean;
  readonly #links: Uint16Array;
  readonly #forks = new Map<number, number>();
  readonly #parents = new Map<number, number>();
  readonly #roots = new Int32Array(256);
  readonly #fallbacks: Int32Array;
  readonly #depths: Int32Array;
  readonly #matches: Int32Array;
  #count = 1;

  constructor(patterns: readonly Uint8Array[]) {
    const size = patterns.reduce((sum, { length }) => sum + length, 2);
    this.patterns = patterns;
    this.#links = new Uint16Array(size).fill(branch);
    this.#fallbacks = new Int32Array(size);
    this.#depths = new Int32Array(size);
    this.#matches = new Int32Array(size);
    for (const pattern of patterns) this.#insert(pattern);
    const nodes = this.#byDepth();
    for (let at = 0; at < nodes.length; at += 1) this.#connect(nodes[at] as number);
    this.mayBeginEscaped = this.#roots.some((node, byte) => node !== 0 && /\W/.test(String.fromCharCode(byte)));
  }

  /** The node of the longest beginning of a pattern with which the bytes so far end, when this one follows. */
  next(from: number, byte: number): number {
    for (let node = from; node !== 0; node = this.#fallbacks[node] as number) {
      const child = this.#child(node, byte);
      if (child !== 0) return child;
    }
    return this.#roots[byte] as number;
  }

  /** The length of the beginning that a node stands for. */
  depth(node: number): number {
    return this.#depths[node] as number;
  }

  /** The length of the longest pattern that ends at a node, or 0. */
  match(node: number): number {
    return this.#matches[node] as number;
  }

  /** How many of the last bytes may be the beginning of a pattern that goes on. */
  open(from: number): number {
    let node = from;
    while (node !== 0 && !this.#hasChild(node)) node = this.#fallbacks[node] as number;
    return this.depth(node);
  }

  /** Whether a pattern begins with a byte that has these bits, but for as many at its end as are not known. */
  mayBegin(bits: number, unknown: number): boolean {
    for (let byte = bits; byte < bits + (1 << unknown); byte += 1) if (this.#roots[byte] !== 0) return true;
    return false;
  }

  #child(node: number, byte: number): number {
    if (((this.#links[node + 1] as number) & ~fork) === byte) return node + 1;
    return (this.#links[node] as number) & fork ? (this.#forks.get(node * 256 + byte) ?? 0) : 0;
  }

  #hasChild(node: number): boolean {
    return ((this.#links[node] as number) & fork) !== 0 || ((this.#links[node + 1] as number) & branch) === 0;
  }

  #insert(pattern: Uint8Array): void {
    let node = 0;
    for (let at = 0; at < pattern.length; at += 1) {
      const byte = pattern[at] as number;
      const child = node === 0 ? (this.#roots[byte] as number) : this.#child(node, byte);
      node = child === 0 ? this.#append(node, byte) : child;
    }
    this.#matches[node] = pattern.length;
  }

  #append(parent: number, byte: number): number {
    const node = this.#count;
    this.#count += 1;
    this.#depths[node] = this.depth(parent) + 1;
    if (parent !== 0 && parent === node - 1) {
      this.#links[node] = byte;
      return node;
    }
    this.#links[node] = branch | byte;
    this.#parents.set(node, parent);
    if (parent === 0) this.#roots[byte] = node;
    else {
      this.#links[parent] = (this.#links[parent] as number) | fork;
      this.#forks.set(parent * 256 + byte, node);
    }
    return node;
  }

  /** All nodes but the first, those of shorter beginnings first. */
  #byDepth(): Int32Array {
    const depths = this.#depths;
    const ends = new Int32Array(this.#count + 1);
    for (let node = 1; node < this.#count; node += 1) {
      const depth = depths[node] as number;
      ends[depth + 1] = (ends[depth + 1] as number) + 1;
    }
    for (let depth = 1; depth < ends.length; depth += 1) {
      ends[depth] = (ends[depth] as number) + (ends[depth - 1] as number);
    }
    const sorted = new Int32Array(this.#count - 1);
    for (let node = 1; node < this.#count; node += 1) {
      const depth = depths[node] as number;
      const at = ends[depth] as number;
      sorted[at] = node;
      ends[depth] = at + 1;
    }
    return sorted;
  }

  /** Notes where a search goes on when no child of a node fits, and what ends there as well. */
  #connect(node: number): void {
    const link = this.#links[node] as number;
    const parent = link & branch ? (this.#parents.get(node) as number) : node - 1;
    if (parent === 0) return;
    const fallback = this.next(this.#fallbacks[parent] as number, link & 0xff);
    this.#fallbacks[node] = fallback;
    if (this.#matches[node] === 0) this.#matches[node] = this.#matches[fallback] as number;
  }
}
