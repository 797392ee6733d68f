import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { type AskError, hasProvider } from "../server/ask.ts";
import { signIn } from "../server/session.tsx";
import { toAskError } from "../server/use-answer.ts";
import { Failure, Field } from "./parts.tsx";

/** What the page shows where nobody is signed in. */
export function SignIn({ onSignedIn }: { onSignedIn: () => Promise<void> }): JSX.Element {
  useEffect(() => {
    document.title = "Sign in · Keyfold";
  }, []);
  return (
    <main class="alone">
      <div class="card sign-in">
        <p class="brand">Keyfold</p>
        <h1>Sign in</h1>
        <SignInForm
          action="Sign in"
          note="People write secrets here, and nobody reads them: the session that you get opens no runs."
          onSend={async (token) => {
            await signIn(token);
            await onSignedIn();
          }}
        />
      </div>
    </main>
  );
}

/** Asks for a token, which is forgotten once it was sent. */
export function SignInForm({
  action,
  note,
  onSend,
}: {
  action: string;
  note: string;
  onSend: (token: string) => Promise<void>;
}): JSX.Element {
  const [token, setToken] = useState("");
  const [error, setError] = useState<AskError>();
  const [isBusy, setBusy] = useState(false);
  const [byProvider, setByProvider] = useState(false);
  useEffect(() => void hasProvider().then(setByProvider, () => {}), []);
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (isBusy || token.trim() === "") return;
    setBusy(true);
    setError(undefined);
    try {
      await onSend(token.trim());
    } catch (thrown) {
      setError(toAskError(thrown));
    } finally {
      setToken("");
      setBusy(false);
    }
  };
  return (
    <form class="sign-in-form" onSubmit={(event) => void send(event)} autocomplete="off" noValidate>
      <p class="quiet">{note}</p>
      {byProvider && (
        <a class="button main" rel="external" href="/sign-in">
          Sign in with your company's account
        </a>
      )}
      <Field label="Your token" hint="It begins with keyfold_team_. The page does not keep it.">
        {(attributes) => (
          <input
            {...attributes}
            type="password"
            autocomplete="off"
            spellcheck={false}
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        )}
      </Field>
      <Failure error={error} />
      <button type="submit" class="main" disabled={isBusy || token.trim() === ""}>
        {action}
      </button>
    </form>
  );
}
