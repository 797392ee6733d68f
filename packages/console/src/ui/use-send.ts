import { useState } from "preact/hooks";
import type { AskError } from "../server/ask.ts";
import { toAskError } from "../server/use-answer.ts";

/** A form's sending. */
interface Sending {
  readonly isBusy: boolean;
  /** What went wrong the last time. */
  readonly error: AskError | undefined;
  /** Handles the form's `submit`. */
  readonly send: (event: Event) => void;
}

/** Sends a form once at a time, where it can be sent. */
export function useSend(canSend: boolean, work: () => Promise<void>): Sending {
  const [error, setError] = useState<AskError>();
  const [isBusy, setBusy] = useState(false);
  const send = async (): Promise<void> => {
    if (isBusy || !canSend) return;
    setBusy(true);
    setError(undefined);
    try {
      await work();
    } catch (thrown) {
      setError(toAskError(thrown));
    } finally {
      setBusy(false);
    }
  };
  return {
    isBusy,
    error,
    send: (event) => {
      event.preventDefault();
      void send();
    },
  };
}
