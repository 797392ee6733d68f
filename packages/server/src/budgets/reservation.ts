/** Bytes of each reservation that do not count: what is small is served while what is large is refused. */
const freeBytes = 16 * 1024;

/** Memory that requests have together, up to a limit. */
export class MemoryPool {
  readonly #maxBytes: number;
  #reservedBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** What one request has of it: nothing yet. */
  reserve(): Reservation {
    let size = 0;
    let counted = 0;
    let isOpen = true;
    const count = (counts: number): void => {
      this.#reservedBytes += counts - counted;
      counted = counts;
    };
    return {
      add: (bytes) => {
        if (!isOpen) return true;
        size += bytes;
        count(Math.max(0, size - freeBytes));
        return counted === 0 || this.#reservedBytes <= this.#maxBytes;
      },
      holds: () => counted > 0,
      release: () => {
        isOpen = false;
        count(0);
      },
    };
  }
}

/** One request's part of a {@link MemoryPool}. */
export interface Reservation {
  /** Adds bytes. False if all reservations together are too large now. */
  add(bytes: number): boolean;
  /** Whether any of its bytes count. */
  holds(): boolean;
  /** Gives all of them back, and takes no more: what is added later does not count. */
  release(): void;
}
