import type { Transaction } from "../database/database.ts";
import { remember } from "../remember.ts";
import type { Clock } from "../time/clock.ts";

/** How exact `lastUsedAt` is. Writing it at each use would make every read a write. */
const exactnessMs = 60_000;
/** Tokens whose last use is remembered; that of another is written again, though it may be less than a minute. */
const maxRemembered = 10_000;

/** Keeps the tokens' `lastUsedAt`, to the minute. */
export class TokenUse {
  readonly #commit: (change: (transaction: Transaction) => Promise<void>) => Promise<void>;
  readonly #clock: Clock;
  readonly #noted = new Map<string, number>();

  /** `commit` has a change go along with the next commit. */
  constructor(commit: (change: (transaction: Transaction) => Promise<void>) => Promise<void>, clock: Clock) {
    this.#commit = commit;
    this.#clock = clock;
  }

  /** Notes a use, without waiting for its commit: a request does not fail if that fails. */
  note(tokenId: string): void {
    const now = this.#clock();
    if (now - (this.#noted.get(tokenId) ?? 0) < exactnessMs) return;
    remember(this.#noted, tokenId, now, maxRemembered);
    this.#commit(async ({ query }) => {
      const live = query.updateTable("token").where("id", "=", tokenId).where("revoked_at", "is", null);
      await live.set({ last_used_at: now }).execute();
    })
      // The queue has reported it; the next minute tries again.
      .catch(() => {});
  }
}
