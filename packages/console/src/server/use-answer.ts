import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import type { TypedDocumentString } from "../generated/operations.ts";
import { AskError, ask } from "./ask.ts";

/** An answer that is there, is waited for, or failed. */
export interface Answered<Result> {
  readonly data: Result | undefined;
  readonly error: AskError | undefined;
  readonly reload: () => void;
}

/** How often a view that shows what is live asks again, in milliseconds. */
export const liveMs = 15_000;

/**
 * Asks the server, and again when the variables change.
 *
 * @param everyMs - how often to ask again while the page is seen; absent: not by itself.
 */
export function useAnswer<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  everyMs?: number,
): Answered<Result> {
  const key = JSON.stringify(variables);
  const [state, setState] = useState<{ key: string; data?: Result; error?: AskError }>({ key });
  const latest = useRef(0);
  const load = useCallback(
    async (by: "user" | "timer") => {
      latest.current += 1;
      const number = latest.current;
      try {
        const data = await ask(document, JSON.parse(key) as Variables, by);
        if (number === latest.current) setState({ key, data });
      } catch (error) {
        if (number !== latest.current) return;
        // What is shown stays if only a repeat failed.
        if (by === "user") setState({ key, error: toAskError(error) });
      }
    },
    [document, key],
  );
  useEffect(() => {
    void load("user");
    return () => {
      latest.current += 1;
    };
  }, [load]);
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => {
      if (globalThis.document.visibilityState === "visible") void load("timer");
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, load]);
  const isCurrent = state.key === key;
  return {
    data: isCurrent ? state.data : undefined,
    error: isCurrent ? state.error : undefined,
    reload: () => void load("user"),
  };
}

/** What was thrown, as an error that can be shown. */
export function toAskError(error: unknown): AskError {
  return error instanceof AskError
    ? error
    : new AskError("INTERNAL", "Something went wrong in the page.", "Load it again.");
}
