/** What of time a run needs; tests bring their own. */
export interface Clock {
  /** Calls back once after so many milliseconds, unless the function that it gives is called before. */
  after(milliseconds: number, callBack: () => void): () => void;
}

/** The machine's own; waiting keeps no process alive. */
export const systemClock: Clock = {
  after(milliseconds, callBack) {
    const timer = setTimeout(callBack, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
