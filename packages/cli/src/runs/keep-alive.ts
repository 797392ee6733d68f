import type { Client } from "@keyfold/client";
import { note } from "../terminal/print.ts";

/** Codes after which asking again is of no use. */
const final = new Set(["RUN_ENDED", "UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND"]);

/**
 * Moves a run's end on three times in its lifetime, so that one lost request does not end it. It keeps no process
 * alive.
 *
 * @returns what stops it.
 */
export function keepAlive(client: Client, run: { id: string; ttlSeconds: number }): () => void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const extend = async (): Promise<void> => {
    try {
      await client.extendRun(run);
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (final.has(String(code)) && !stopped) {
        note(`the run is over, and the program can't read secrets any more. ${message}`);
        return;
      }
    }
    wait();
  };
  const wait = (): void => {
    if (stopped) return;
    timer = setTimeout(() => void extend(), (run.ttlSeconds * 1000) / 3).unref();
  };
  wait();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
