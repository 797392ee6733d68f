import type { RunCaller, TokenCaller } from "./caller.ts";

type KnownCaller = RunCaller | TokenCaller;

/** Names that are remembered of all callers together: those of their allow-lists and grants, and the caller as one. */
const maxNames = 50_000;

/**
 * What callers may do, by their tokens: that does not change while they live, so a read or a write need not ask for it each
 * time. Whether a caller still lives, and is what this instance wrote, is looked at by the commit of each.
 */
export class KnownCallers {
  /** Those that were noted first come first. */
  readonly #callers = new Map<string, KnownCaller>();
  #names = 0;

  /** The caller of a token, unless its time is up by what is known; undefined: it must be looked up. */
  get(token: string, now: number): KnownCaller | undefined {
    const caller = this.#callers.get(token);
    return caller !== undefined && (caller.expiresAt ?? Infinity) > now ? caller : undefined;
  }

  note(token: string, caller: KnownCaller): void {
    this.forget(token);
    const names = namesOf(caller);
    if (names > maxNames / 10) return;
    this.#callers.set(token, caller);
    this.#names += names;
    for (const oldest of this.#callers.keys()) {
      if (this.#names <= maxNames) break;
      this.forget(oldest);
    }
  }

  forget(token: string): void {
    const caller = this.#callers.get(token);
    if (caller === undefined) return;
    this.#callers.delete(token);
    this.#names -= namesOf(caller);
  }
}

function namesOf(caller: KnownCaller): number {
  const ofGrants = caller.grants.map(({ names, uses }) => (names?.length ?? 0) + (uses?.length ?? 0));
  const ofRun = caller.kind === "run" ? (caller.allow?.size ?? 0) + (caller.uses?.length ?? 0) : 0;
  return 1 + ofRun + ofGrants.reduce((sum, names) => sum + names, 0);
}
