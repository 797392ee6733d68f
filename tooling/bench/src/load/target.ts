/** A request of a load. */
export interface RequestToSend {
  readonly path: string;
  readonly body?: string;
}

/** What to ask of a server, and how to know a good answer. */
export interface Target {
  readonly url: string;
  readonly method: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  /** Each request anew, so that all the names are asked for. */
  readonly next: () => RequestToSend;
  /** A second request, made of the answer to the first: both count as one. */
  readonly second?: (answer: string) => RequestToSend;
  /** What each good answer holds. */
  readonly goodAnswer: string;
  /** The time that the server has taken of the processors, in nanoseconds; undefined where that can't be known. */
  readonly cpuTime: () => number | undefined;
}

/** What a load generator counts. */
interface Counted {
  readonly answered: number;
  readonly bad: number;
  readonly seconds: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
}

/** Loads a server for some seconds. */
export type Generator = (target: Target, seconds: number, connections: number) => Promise<Counted>;
