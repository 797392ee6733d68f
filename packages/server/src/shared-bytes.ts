/** Bytes of each share that do not count: what is small is served while what is large is refused. */
const freeBytes = 16 * 1024;

/** Memory that requests have together, up to a limit. */
export class SharedBytes {
  readonly #most: number;
  #held = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** What one request holds of it: nothing yet. */
  share(): Share {
    let size = 0;
    let counted = 0;
    let isOpen = true;
    const count = (counts: number): void => {
      this.#held += counts - counted;
      counted = counts;
    };
    return {
      add: (bytes) => {
        if (!isOpen) return true;
        size += bytes;
        count(Math.max(0, size - freeBytes));
        return counted === 0 || this.#held <= this.#most;
      },
      holds: () => counted > 0,
      release: () => {
        isOpen = false;
        count(0);
      },
    };
  }
}

export interface Share {
  /** Adds bytes. False if all shares together are too much now. */
  add(bytes: number): boolean;
  /** Whether any of its bytes count. */
  holds(): boolean;
  /** Gives all of them back, and takes no more: what is added later does not count. */
  release(): void;
}
