import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { hasProvider } from "../server/ask.ts";
import { signIn } from "../server/session.tsx";
import { Failure, Field } from "./parts.tsx";
import { useSend } from "./use-send.ts";

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

/** Where the company's provider is asked; whoever signed in there comes back to an address of this page. */
function signInAddress(returnTo: string, isAgain: boolean): string {
  return `/sign-in?${isAgain ? "again&" : ""}return=${encodeURIComponent(returnTo)}`;
}

/** Asks for the company's account, where there is a provider, or a token, which is forgotten once it was sent. */
export function SignInForm({
  action,
  note,
  isAgain = false,
  returnTo = location.pathname + location.search,
  onSend,
}: {
  action: string;
  note: string;
  /** Whether somebody who is signed in has to prove it anew. */
  isAgain?: boolean;
  /** The address that follows a sign-in at the provider; absent: where they are. */
  returnTo?: string;
  onSend: (token: string) => Promise<void>;
}): JSX.Element {
  const [token, setToken] = useState("");
  const [byProvider, setByProvider] = useState(false);
  useEffect(() => void hasProvider().then(setByProvider, () => {}), []);
  const canSend = token.trim() !== "";
  const { isBusy, error, send } = useSend(canSend, () => onSend(token.trim()).finally(() => setToken("")));
  return (
    <form class="sign-in-form" onSubmit={send} autocomplete="off" noValidate>
      <p class="quiet">{note}</p>
      {byProvider && (
        <a class="button main" rel="external" href={signInAddress(returnTo, isAgain)}>
          Sign in with your company's account
        </a>
      )}
      {byProvider && isAgain && (
        <p class="quiet">Your company's account is asked on another page: what you filled in here is gone then.</p>
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
      <button type="submit" class="main" disabled={isBusy || !canSend}>
        {action}
      </button>
    </form>
  );
}
