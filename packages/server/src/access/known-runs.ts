import type { RunCaller } from "./caller.ts";
import type { RunToken } from "./token-format.ts";

/** Names that are remembered of all runs together: those of their allow-lists and grants, and the run itself as one. */
const maxNames = 50_000;

/**
 * What runs may do, by their tokens: that does not change while they live, so a read need not ask for it each time. Whether a
 * run still lives, and is what this instance wrote, is looked at by the commit of each read.
 */
export class KnownRuns {
  /** Those that were noted first come first. */
  readonly #runs = new Map<RunToken, RunCaller>();
  #names = 0;

  /** The caller of a token, unless its time is up by what is known; undefined: it must be looked up. */
  get(token: RunToken, now: number): RunCaller | undefined {
    const run = this.#runs.get(token);
    return run !== undefined && run.expiresAt > now ? run : undefined;
  }

  note(token: RunToken, run: RunCaller): void {
    this.forget(token);
    const names = namesOf(run);
    if (names > maxNames / 10) return;
    this.#runs.set(token, run);
    this.#names += names;
    for (const oldest of this.#runs.keys()) {
      if (this.#names <= maxNames) break;
      this.forget(oldest);
    }
  }

  forget(token: RunToken): void {
    const run = this.#runs.get(token);
    if (run === undefined) return;
    this.#runs.delete(token);
    this.#names -= namesOf(run);
  }
}

function namesOf({ allow, grants, uses }: RunCaller): number {
  const ofGrants = grants.map((grant) => (grant.names?.length ?? 0) + (grant.uses?.length ?? 0));
  return 1 + (allow?.size ?? 0) + (uses?.length ?? 0) + ofGrants.reduce((sum, names) => sum + names, 0);
}
