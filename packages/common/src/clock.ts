/** Calls back later; tests bring their own. */
export interface Timer {
  /** Calls back once after so many milliseconds, unless the function it returns is called before. */
  after(milliseconds: number, callBack: () => void): () => void;
}

/** A timer that also tells the time. */
export interface Clock extends Timer {
  /** Milliseconds since 1970. */
  now(): number;
}

/** The system's own; a process lives on until the last call. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callBack) {
    const timer = setTimeout(callBack, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** The system's own; waiting keeps no process alive. */
export const backgroundClock: Clock = {
  now: () => Date.now(),
  after(milliseconds, callBack) {
    const timer = setTimeout(callBack, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
