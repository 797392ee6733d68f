import { clientOfRun } from "./client-of-run.ts";
import type { Clock } from "./clock.ts";
import type { Run } from "./run.ts";
import { codeOf } from "./server-errors.ts";

/** Codes after which asking again is of no use. */
const final = new Set(["UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND", "BAD_INPUT", "LIMIT_EXCEEDED"]);

/**
 * Extends a run three times in its lifetime, so that one lost request doesn't end it, for as long as the function that it gives isn't
 * called.
 */
export function keepAlive(run: Run & { readonly id: string }, ttlSeconds: number, clock: Clock): () => void {
  let stopped = false;
  let cancel = (): void => {};
  const extend = async (): Promise<void> => {
    try {
      const client = await clientOfRun(run);
      await client.extendRun({ id: run.id, ttlSeconds });
    } catch (error) {
      const code = codeOf(error);
      if (code === "RUN_ENDED") run.ended = true;
      stopped ||= run.ended || final.has(code);
    }
    wait();
  };
  const wait = (): void => {
    if (!stopped) cancel = clock.after((ttlSeconds * 1000) / 3, () => void extend());
  };
  wait();
  return () => {
    stopped = true;
    cancel();
  };
}
