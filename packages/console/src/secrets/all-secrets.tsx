import { type ComponentChildren, createContext, type JSX } from "preact";
import { useCallback, useContext, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { SecretPageDocument, type SecretPageQuery } from "../generated/operations.ts";
import { type AskError, ask } from "../server/ask.ts";
import { toAskError } from "../server/use-answer.ts";

/** What is known of a secret: all but its value. */
export type Secret = SecretPageQuery["secret"][number];

interface Loaded {
  readonly secrets: readonly Secret[] | undefined;
  readonly error: AskError | undefined;
}

/** The secrets whose names somebody may see, in the order of their names. */
export interface AllSecrets extends Loaded {
  /** Asks for them again, after a change. */
  readonly reload: () => void;
  /** Asks for them again if they are old, and the page is seen. */
  readonly refresh: () => void;
}

const pageRows = 2000;
/** How old they may be while they are looked at, in milliseconds. */
const maxAgeMs = 60_000;

const Context = createContext<AllSecrets>({
  secrets: undefined,
  error: undefined,
  reload: () => {},
  refresh: () => {},
});

/** Loads the names once for all views: searching them asks nobody. */
export function SecretsProvider({ children }: { children: ComponentChildren }): JSX.Element {
  const [state, setState] = useState<Loaded>({ secrets: undefined, error: undefined });
  const latest = useRef({ number: 0, at: 0 });
  const load = useCallback(async (by: "user" | "timer") => {
    latest.current = { number: latest.current.number + 1, at: Date.now() };
    const { number } = latest.current;
    try {
      const secrets = await readAll(by);
      if (number === latest.current.number) setState({ secrets, error: undefined });
    } catch (error) {
      if (number === latest.current.number) setState(({ secrets }) => ({ secrets, error: toAskError(error) }));
    }
  }, []);
  useEffect(() => void load("user"), [load]);
  const refresh = useCallback(() => {
    if (document.visibilityState === "visible" && Date.now() - latest.current.at >= maxAgeMs) void load("timer");
  }, [load]);
  const value = useMemo(() => ({ ...state, reload: () => void load("user"), refresh }), [state, load, refresh]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

/** The secrets that the provider loaded; it asks again by itself only while somebody uses them. */
export function useSecrets(): AllSecrets {
  const all = useContext(Context);
  const { refresh } = all;
  useEffect(() => {
    refresh();
    document.addEventListener("visibilitychange", refresh);
    const timer = setInterval(refresh, maxAgeMs);
    return () => {
      document.removeEventListener("visibilitychange", refresh);
      clearInterval(timer);
    };
  }, [refresh]);
  return all;
}

async function readAll(by: "user" | "timer"): Promise<Secret[]> {
  const all: Secret[] = [];
  for (;;) {
    const { secret } = await ask(SecretPageDocument, { limit: pageRows, after: all.at(-1)?.name ?? null }, by);
    all.push(...secret);
    if (secret.length < pageRows) return all;
  }
}
