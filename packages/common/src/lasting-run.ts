import { backgroundClock, type Clock } from "./clock.ts";
import { codeOf } from "./error.ts";

/** A run as the server opened it. */
export interface ServerRun {
  readonly id: string;
  readonly token: string;
  /** In ISO 8601. */
  readonly expiresAt: string;
}

/** How runs are opened and extended, and what is called then. */
export interface RunCalls {
  /** The lifetime that is asked for, by each extension anew. */
  readonly ttlSeconds: number;
  readonly open: () => Promise<ServerRun>;
  readonly extend: (run: ServerRun) => Promise<{ readonly expiresAt: string }>;
  readonly end: (run: ServerRun) => Promise<unknown>;
  /** Called with each run that takes the place of one whose time was up. */
  readonly onReplaced?: (run: ServerRun) => void;
  /** Called with the server's refusal after which no other run is opened: somebody ended it, or revoked the token that opens runs. */
  readonly onOver: (error: unknown) => void;
}

const over: ReadonlySet<string> = new Set(["RUN_ENDED", "RUN_EXPIRED"]);

/** Whether an error says that a run is over: somebody ended it, or its time was up. */
export function saysRunIsOver(error: unknown): boolean {
  return over.has(codeOf(error));
}

/** Codes after which no other run may be opened. */
const final = new Set(["RUN_ENDED", "UNAUTHENTICATED"]);

/** How soon an extension that failed is tried again, at the latest. */
const maxRetryMs = 5000;

/** How long a run is left alone at most, in milliseconds: timers have an end. */
const maxWaitMs = 86_400_000;

/**
 * A run that lasts as long as the work it is for. It is extended three times in its lifetime, so that one lost request does not end it,
 * and another is opened when its time is up: after an outage, or when it can't be extended any more. It ends for good when somebody ends
 * it, or when the token that opens runs is no longer valid.
 */
export class LastingRun {
  readonly #calls: RunCalls;
  readonly #clock: Clock;
  #run: ServerRun;
  /** The one before, which may be live yet. */
  #earlier: ServerRun | undefined;
  /** How long the server lets a run live at first, in milliseconds. */
  #lifetime = 0;
  /** How far the server's clock is ahead, as far as that can be known. */
  #ahead = 0;
  #endsAt = 0;
  #opening: Promise<void> | undefined;
  #stopped = false;
  #cancel = (): void => {};

  private constructor(run: ServerRun, calls: RunCalls, clock: Clock) {
    this.#calls = calls;
    this.#clock = clock;
    this.#run = run;
    this.#begin(run);
    this.#wait();
  }

  /**
   * Opens a run and keeps it alive until it is stopped.
   *
   * @throws what `open` throws.
   */
  static async open(calls: RunCalls, clock: Clock = backgroundClock): Promise<LastingRun> {
    return new LastingRun(await calls.open(), calls, clock);
  }

  /** The run that is open now. */
  get run(): ServerRun {
    return this.#run;
  }

  /** The runs to end: the one that is open now, and the one whose place it took, which may be live yet. */
  get runs(): readonly ServerRun[] {
    return this.#earlier ? [this.#run, this.#earlier] : [this.#run];
  }

  /**
   * Opens another run after a call was refused, if it was because the run's time was up. A server that says RUN_ENDED for that, too, is
   * believed by the time.
   *
   * @param token - of the run that the call was made in.
   * @param error - what the call was refused with.
   * @returns whether another run is open now.
   * @throws what `open` throws.
   */
  async replace(token: string, error: unknown): Promise<boolean> {
    if (token !== this.#run.token) return true;
    const code = codeOf(error);
    const isExpired = code === "RUN_EXPIRED" || (code === "RUN_ENDED" && this.#clock.now() >= this.#endsAt);
    if (isExpired && !this.#stopped) return this.#reopen();
    if (final.has(code)) this.#finish(error);
    return false;
  }

  /** Stops extending it, and opens no other. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel();
    await this.#opening?.catch(() => {});
  }

  /**
   * Stops it, and ends its runs on the server.
   *
   * @throws what `end` throws, unless that run was over already.
   */
  async end(): Promise<void> {
    await this.stop();
    const results = await Promise.allSettled(this.runs.map((run) => this.#calls.end(run)));
    for (const result of results) {
      if (result.status === "rejected" && !saysRunIsOver(result.reason)) throw result.reason;
    }
  }

  #begin(run: ServerRun): void {
    const asked = this.#calls.ttlSeconds * 1000;
    const left = Date.parse(run.expiresAt) - this.#clock.now();
    // A lifetime that can't be is one of two clocks that differ.
    this.#lifetime = left > 0 && left < asked ? left : asked;
    this.#ahead = left - this.#lifetime;
    this.#run = run;
    this.#endsAt = Date.parse(run.expiresAt) - this.#ahead;
  }

  async #reopen(): Promise<boolean> {
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    await this.#opening;
    return true;
  }

  async #open(): Promise<void> {
    try {
      const run = await this.#calls.open();
      this.#earlier = this.#run;
      this.#begin(run);
      this.#calls.onReplaced?.(run);
    } catch (error) {
      if (final.has(codeOf(error))) this.#finish(error);
      throw error;
    }
  }

  #finish(error: unknown): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#cancel();
    if (this.#earlier) this.#calls.end(this.#earlier).catch(() => {});
    this.#calls.onOver(error);
  }

  #wait(maxMs = maxWaitMs): void {
    const left = this.#endsAt - this.#clock.now();
    // An end that can't be is of a clock that was set since, or of no server of Keyfold.
    const known = left <= this.#lifetime ? Math.max(left, this.#lifetime / 10) : this.#lifetime;
    if (!this.#stopped) this.#cancel = this.#clock.after(Math.min(known / 3, maxMs), () => void this.#look());
  }

  async #look(): Promise<void> {
    const { token } = this.#run;
    try {
      const { expiresAt } = await this.#calls.extend(this.#run);
      this.#endsAt = Date.parse(expiresAt) - this.#ahead;
      // The run has reached its maximum lifetime.
      if (this.#endsAt - this.#clock.now() < this.#lifetime / 2 && !this.#stopped) await this.#reopen();
      this.#wait();
    } catch (error) {
      await this.replace(token, error).catch(() => {});
      this.#wait(maxRetryMs);
    }
  }
}
