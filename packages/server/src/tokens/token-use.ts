import type { ServerParts } from "../server-parts.ts";

/** How exact `lastUsedAt` is. Writing it at each use would make every read a write. */
const exactnessMs = 60_000;

/** Keeps the tokens' `lastUsedAt`, to the minute. */
export class TokenUse {
  readonly #server: ServerParts;
  readonly #noted = new Map<string, number>();

  constructor(server: ServerParts) {
    this.#server = server;
  }

  /** Goes along with the next commit; a request does not wait for it, nor fail if it fails. */
  note(tokenId: string): void {
    const { clock, recorder } = this.#server;
    const now = clock();
    if (now - (this.#noted.get(tokenId) ?? 0) < exactnessMs) return;
    this.#noted.set(tokenId, now);
    recorder
      .write([], async ({ query }) => {
        await query.updateTable("token").set({ last_used_at: now }).where("id", "=", tokenId).execute();
      })
      // The recorder has reported it; the next minute tries again.
      .catch(() => {});
  }
}
